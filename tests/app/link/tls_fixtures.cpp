#include "tests/app/link/tls_fixtures.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;

template <auto function>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    function(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;

Certificate certificateOf(const Identity& identity) {
  const Bio bio(BIO_new_mem_buf(identity.certificate.data(), int(identity.certificate.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Key keyOf(const Identity& identity) {
  const Bio bio(BIO_new_mem_buf(identity.key.data(), int(identity.key.size())));
  return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

} // namespace

std::string Folder::write(const std::string& name, const std::string& text, int mode) const {
  std::ofstream(path(name)) << text;
  ::chmod(path(name).c_str(), mode_t(mode));
  return path(name);
}

std::string Folder::read(const std::string& name) const {
  std::ifstream file(path(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(path("")))
    all.push_back(entry.path().filename().string());
  return all;
}

TlsServer serverOf(const Folder& folder, const Identity& identity) {
  const auto server = TlsServer::fromFiles(folder.write("server.pem", identity.certificate, 0644),
                                           folder.write("server.key", identity.key));
  EXPECT_TRUE(server.ok());
  return server.value();
}

BlockingPeer::BlockingPeer(int descriptor) : m_descriptor(descriptor) {
  const timeval limit{10, 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

BlockingPeer BlockingPeer::connectedTo(const tcp::endpoint& endpoint) {
  asio::io_context unused;
  tcp::socket socket(unused);
  socket.connect(endpoint);
  socket.set_option(tcp::no_delay(true));
  return BlockingPeer(socket.release());
}

BlockingPeer::BlockingPeer(BlockingPeer&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_ssl(std::move(other.m_ssl)) {}

BlockingPeer::~BlockingPeer() {
  closePlain();
}

bool BlockingPeer::sendPlain(BytesView bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0)
      return false;
    bytes = bytes.subspan(size_t(count));
  }
  return true;
}

Bytes BlockingPeer::readPlain(size_t most) const {
  Bytes all;
  std::array<uint8_t, 4096> part{};
  ssize_t count = 0;
  while (all.size() < most &&
         (count = ::recv(m_descriptor, part.data(), std::min(part.size(), most - all.size()), 0)) > 0)
    all.insert(all.end(), part.begin(), part.begin() + count);
  return all;
}

void BlockingPeer::closePlain() {
  if (m_descriptor >= 0)
    ::close(std::exchange(m_descriptor, -1));
}

void BlockingPeer::resetPlain() {
  const linger atOnce{1, 0};
  ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
  closePlain();
}

void BlockingPeer::Free::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

bool BlockingPeer::shake(ssl_ctx_st* context, bool asClient) {
  m_ssl.reset(SSL_new(context));
  SSL_set_fd(m_ssl.get(), m_descriptor);
  ERR_clear_error();
  const bool done = (asClient ? SSL_connect(m_ssl.get()) : SSL_accept(m_ssl.get())) == 1;
  if (const char* text = ERR_reason_error_string(ERR_peek_last_error()); !done)
    m_reason = text ? text : "closed";
  return done;
}

bool BlockingPeer::connectTls(const Prepare& prepare) {
  const Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  if (prepare)
    prepare(context.get());
  return shake(context.get(), true);
}

bool BlockingPeer::acceptTls(const Identity& identity, const Prepare& prepare, const std::vector<Identity>& issuers) {
  const Context context(SSL_CTX_new(TLS_server_method()));
  if (prepare)
    prepare(context.get());
  SSL_CTX_use_certificate(context.get(), certificateOf(identity).get());
  SSL_CTX_use_PrivateKey(context.get(), keyOf(identity).get());
  for (const Identity& issuer : issuers)
    SSL_CTX_add1_chain_cert(context.get(), certificateOf(issuer).get());
  return shake(context.get(), false);
}

bool BlockingPeer::send(BytesView bytes) {
  size_t count = 0;
  ERR_clear_error();
  const bool done = SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count) == 1 && count == bytes.size();
  if (const char* text = ERR_reason_error_string(ERR_peek_last_error()); !done)
    m_reason = text ? text : "closed";
  return done;
}

Bytes BlockingPeer::read(size_t most) {
  Bytes all(most);
  size_t have = 0, count = 0;
  ERR_clear_error();
  while (have < most && SSL_read_ex(m_ssl.get(), all.data() + have, most - have, &count) == 1)
    have += count;
  if (const char* text = ERR_reason_error_string(ERR_peek_last_error()); have < most)
    m_reason = text ? text : "closed";
  all.resize(have);
  return all;
}

TlsTest::TlsTest() {
  std::signal(SIGPIPE, SIG_IGN);
}

TlsTest::~TlsTest() {
  if (connection)
    connection->reset();
  context.poll();
}

void TlsTest::play(const std::function<void()>& peer, const std::function<bool()>& done) {
  std::atomic<bool> peerIsDone = false;
  std::thread thread([&] {
    peer();
    peerIsDone = true;
    asio::post(context, [] {});
  });
  const auto limit = std::chrono::steady_clock::now() + 20s;
  for (bool isDone = done(); !(peerIsDone && isDone) && std::chrono::steady_clock::now() < limit; isDone = done())
    context.run_one_for(100ms);
  EXPECT_TRUE(peerIsDone) << "the peer still waits";
  while (!peerIsDone)
    context.run_one_for(100ms); // its calls end by themselves
  thread.join();
  EXPECT_TRUE(done());
}

void TlsTest::acceptNext(const TlsServer& server) {
  acceptor.async_accept([this, server](const asio::error_code& error, tcp::socket socket) {
    if (error)
      return;
    connection = std::make_shared<Connection>(std::move(socket), limits, scratch, server.session());
    connection->start(recorder);
  });
}

void TlsTest::connectOut(const TlsClient& client, const std::string& name) {
  tcp::socket socket(context);
  socket.connect(acceptor.local_endpoint());
  connection = std::make_shared<Connection>(std::move(socket), limits, scratch, client.session(name));
  connection->start(recorder);
}

BlockingPeer TlsTest::acceptPeer() {
  return BlockingPeer(acceptor.accept().release());
}

Bytes frameOf(uint32_t serial, size_t bodyBytes) {
  Bytes body(bodyBytes);
  for (size_t i = 0; i < bodyBytes; ++i)
    body[i] = uint8_t(i * 31 + serial);
  return encodeFrame(serial, 2, ErrorCode::ok, body);
}

} // namespace pushscope
