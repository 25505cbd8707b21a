#include "app/server/store/sqlite_file.h"
#include "app/server/store/sqlite_rows.h"
#include "protocol/base/random.h"
#include "tests/app/server/store/store_world.h"
#include "tests/support/seed.h"

#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace pushscope {
namespace {

std::string refusal(const std::string& path) {
  SqliteEngine::Config config;
  config.path = path;
  const Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(config);
  if (opened.ok())
    return "";
  EXPECT_EQ(opened.error().code, ErrorCode::file);
  return opened.error().detail;
}

void run(const std::string& path, const char* statements) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(connection, statements, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
  sqlite3_close(connection);
}

std::string contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Refused with these words, and not a byte of it changed.
void expectRefused(const std::string& path, const std::string& words) {
  const std::string before = contentOf(path);
  const std::string said = refusal(path);
  EXPECT_NE(said.find(path), std::string::npos) << said;
  EXPECT_NE(said.find(words), std::string::npos) << said;
  EXPECT_EQ(contentOf(path), before);
}

std::string madeIn(const ScratchFolder& folder) {
  const std::string path = folder / "store.db";
  EXPECT_EQ(refusal(path), "");
  return path;
}

TEST(SqliteFile, IsMadePrivate) {
  ScratchFolder folder;
  const std::string path = madeIn(folder);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  // A file that was copied about becomes private again, and its log with it.
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  SqliteEngine::Config config;
  config.path = path;
  const auto opened = SqliteEngine::open(config);
  ASSERT_TRUE(opened.ok());
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((path + "-wal").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(SqliteFile, BelongsToOneProcessAtATime) {
  ScratchFolder folder;
  SqliteEngine::Config config;
  config.path = folder / "store.db";
  auto first = SqliteEngine::open(config);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(refusal(config.path), config.path + ": another pushnode uses it");
  const std::string link = folder / "link.db";
  std::filesystem::create_symlink(config.path, link);
  EXPECT_NE(refusal(link).find("another pushnode uses it"), std::string::npos) << "by any name";
  first.value().reset();
  EXPECT_EQ(refusal(config.path), "");
}

TEST(SqliteFile, IsFreeAgainAfterAKill) {
  ScratchFolder folder;
  const std::string path = folder / "store.db";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<SqliteFile> file = SqliteFile::open(path, nullptr);
    const char byte = file.ok() ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) == 1)
      ::pause();
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  EXPECT_NE(refusal(path), "");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(refusal(path), "");
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(SqliteFile, RefusesWhatIsNotOurs) {
  ScratchFolder folder;
  const std::string text = folder / "notes.txt";
  std::ofstream(text) << "this is not a database, but it is long enough to be the beginning of one; "
                      << std::string(200, 'x');
  expectRefused(text, "is not a database of pushnode");
  const std::string brief = folder / "brief";
  std::ofstream(brief) << "x";
  expectRefused(brief, "is not a database of pushnode");
  const std::string other = folder / "other.db";
  run(other, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
  expectRefused(other, "is a database of another program");
  EXPECT_NE(refusal(folder.path()).find("is not a file"), std::string::npos) << refusal(folder.path());
  EXPECT_NE(refusal(folder / "nowhere/store.db").find("nowhere"), std::string::npos);
}

TEST(SqliteFile, TakesAnEmptyFileForANewOne) {
  ScratchFolder folder;
  const std::string path = folder / "store.db";
  std::ofstream(path).flush();
  EXPECT_EQ(refusal(path), "");
}

TEST(SqliteFile, RefusesANewerFormatPolitely) {
  ScratchFolder folder;
  const std::string path = madeIn(folder);
  run(path, "PRAGMA user_version = 2; CREATE TABLE later (x)");
  expectRefused(path, "was written by a newer pushnode (format 2, this one knows 1)");
}

TEST(SqliteFile, RefusesTablesThatAreNotOurs) {
  ScratchFolder folder;
  const std::string path = madeIn(folder);
  run(path, "CREATE TRIGGER t AFTER INSERT ON delivery BEGIN DELETE FROM delivery; END");
  expectRefused(path, "is damaged (its tables are not those of format 1)");
}

TEST(SqliteFile, RefusesADamagedPage) {
  ScratchFolder folder;
  const std::string path = folder / "store.db";
  {
    SqliteEngine::Config config;
    config.path = path;
    SqliteWorld world(config);
    for (uint64_t id = 1; id <= 200; ++id)
      ASSERT_TRUE(world.append("a", bodyOf(id, Bytes(1000))).ok());
  }
  std::string content = contentOf(path);
  for (size_t at = 20 * 4096; at < 20 * 4096 + 64; ++at)
    content[at] = char(0xff);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
  expectRefused(path, "is damaged");
}

TEST(SqliteFile, ALogWithADamagedMiddleIsRefused) {
  ScratchFolder folder, copy;
  SqliteEngine::Config config;
  config.path = folder / "store.db";
  SqliteWorld world(config);
  for (uint64_t id = 1; id <= 50; ++id)
    ASSERT_TRUE(world.append("a", bodyOf(id)).ok()) << "each in a commit of its own";
  const std::string file = contentOf(folder / "store.db"), log = contentOf(folder / "store.db-wal");
  const auto openWith = [&](const std::string& damaged) {
    std::ofstream(copy / "store.db", std::ios::binary | std::ios::trunc) << file;
    std::ofstream(copy / "store.db-wal", std::ios::binary | std::ios::trunc) << damaged;
    std::filesystem::remove(copy / "store.db-shm");
    return refusal(copy / "store.db");
  };
  std::string damaged = log;
  damaged[log.size() / 2] ^= 1;
  EXPECT_NE(openWith(damaged).find("-wal: frame"), std::string::npos) << openWith(damaged);
  damaged = log;
  damaged[17] ^= 1;
  EXPECT_NE(openWith(damaged).find("-wal: its header is damaged"), std::string::npos) << openWith(damaged);
  EXPECT_EQ(openWith(log), "") << "as a kill leaves it";
  damaged = log;
  damaged[log.size() - 5] ^= 1;
  EXPECT_EQ(openWith(damaged), "") << "what a loss of power may leave";
}

// There is one format only. The steps of a later one are taken like these.
TEST(SqliteFile, MigratesStepByStep) {
  ScratchFolder folder;
  const std::string path = folder / "old.db";
  run(path, "CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA user_version = 1");
  Result<SqliteConnection> connection = SqliteConnection::open(path, SqliteConnection::Mode::write, nullptr);
  ASSERT_TRUE(connection.ok());
  const SqliteFile::Migration steps[] = {
      {1, "THIS IS NOT SQL"}, // done long ago
      {2, "ALTER TABLE t ADD COLUMN b; PRAGMA user_version = 2"},
      {3, "UPDATE t SET b = a + 1; PRAGMA user_version = 3"},
  };
  ASSERT_TRUE(SqliteFile::migrate(connection.value(), 1, steps).ok());
  EXPECT_EQ(connection.value().integer("SELECT b FROM t").value(), 2);
  EXPECT_EQ(connection.value().integer("PRAGMA user_version").value(), 3);

  const SqliteFile::Migration broken[] = {{4, "UPDATE t SET b = 9; PRAGMA user_version = 4; THIS IS NOT SQL"}};
  const Status status = SqliteFile::migrate(connection.value(), 3, broken);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().detail.find(path), std::string::npos);
  EXPECT_EQ(connection.value().integer("SELECT b FROM t").value(), 2) << "all of a step, or nothing";
  EXPECT_EQ(connection.value().integer("PRAGMA user_version").value(), 3);
}

// ---- Rows

TEST(SqliteRows, LaddersSurviveAnyBytes) {
  Random random(testSeed("ladder_bytes"));
  LadderPiece piece{7, {3}, 0xfeed, {}};
  for (int i = 0; i < 32; ++i)
    piece.stages.push_back({{3},
                            wallFromMicros(int64_t(random.next() >> 8)),
                            Stage::written,
                            uint32_t(random.next()),
                            Duration(random.below(1000)),
                            ErrorCode::busy,
                            Reason::doze});
  Bytes bytes = packed(piece, {5});
  const Bytes second = packed(LadderPiece{8, {4}, 0, {}}, {5});
  bytes.insert(bytes.end(), second.begin(), second.end());
  bytes.insert(bytes.end(), second.begin(), second.end());
  const auto pieces = ladderPieces(bytes, {5});
  ASSERT_EQ(pieces.size(), 2u) << "written twice, told once";
  EXPECT_EQ(pieces[0].stages.size(), 32u);
  EXPECT_EQ(pieces[0].stages[31].at, piece.stages[31].at);
  EXPECT_EQ(pieces[1].incarnation, 8u);
  EXPECT_TRUE(ladderPieces(bytes, {6}).empty()) << "of another delivery";
  const uint64_t steps = testSteps(20'000);
  for (uint64_t step = 0; step < steps; ++step) {
    Bytes damaged = bytes;
    damaged.resize(random.below(2) ? damaged.size() : random.below(damaged.size()));
    if (!damaged.empty() && random.below(4) != 0)
      damaged[random.below(damaged.size())] ^= uint8_t(1 << random.below(8));
    for (const LadderPiece& found : ladderPieces(damaged, {5}))
      ASSERT_TRUE(found.incarnation == 7 || found.incarnation == 8);
    Bytes any(random.below(60));
    for (uint8_t& byte : any)
      byte = uint8_t(random.next());
    (void)ladderPieces(any, {5});
    (void)unpackedSession(1, any, sumOf(1, any));
    (void)unpackedAudit(1, any, sumOf(1, any));
    (void)unpackedTags("a", any, sumOf("a", any));
  }
}

} // namespace
} // namespace pushscope
