#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FileDescriptorSet;

FileDescriptorSet load(const std::string& path) {
  FileDescriptorSet set;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(set.ParseFromIstream(&file)) << path;
  return set;
}

// "pushscope.v1.Hello.device" → "5 TYPE_STRING LABEL_OPTIONAL"; enumerators by their number.
std::map<std::string, std::string> contractOf(const FileDescriptorSet& set) {
  std::map<std::string, std::string> contract;
  for (const auto& file : set.file()) {
    for (const DescriptorProto& message : file.message_type())
      for (const auto& field : message.field())
        contract[file.package() + "." + message.name() + "." + field.name()] =
            std::to_string(field.number()) + " " + std::to_string(field.type()) + " " + field.type_name() + " " +
            std::to_string(field.label());
    for (const auto& enumeration : file.enum_type())
      for (const auto& value : enumeration.value())
        contract[file.package() + "." + value.name()] = std::to_string(value.number());
  }
  return contract;
}

// The committed set is what is out in the world. A field may be added; none may change its number, type or place, and
// none may go: a number is never used for something else.
TEST(Contract, EveryFieldThatWasPublishedIsStillThereAsItWas) {
  const auto published = contractOf(load(PUSHSCOPE_PUBLISHED));
  const auto current = contractOf(load(PUSHSCOPE_CURRENT));
  ASSERT_GT(published.size(), 100u);
  for (const auto& [name, meaning] : published) {
    const auto found = current.find(name);
    ASSERT_NE(found, current.end()) << name << " is gone";
    EXPECT_EQ(found->second, meaning) << name;
  }
}

TEST(Contract, WhatIsNewIsPublished) {
  const auto published = contractOf(load(PUSHSCOPE_PUBLISHED));
  for (const auto& [name, meaning] : contractOf(load(PUSHSCOPE_CURRENT)))
    EXPECT_TRUE(published.contains(name))
        << name << " is not in the committed set yet; renew it with the command in tests/protocol/CMakeLists.txt";
}

} // namespace
