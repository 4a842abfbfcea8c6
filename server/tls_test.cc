#include "server/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "server/client.h"
#include "server/listener.h"
#include "tests/support/certificate.h"
#include "tests/support/eventually.h"
#include "tests/support/loopback.h"

namespace hallway {
namespace {

using namespace std::chrono_literals;
using test::TemporaryFolder;

TlsFiles files_in(const TemporaryFolder& folder) {
  return {(folder.path() / "cert.pem").string(), (folder.path() / "key.pem").string()};
}

std::unique_ptr<Listener> listen(const TemporaryFolder& folder) {
  ListenerOptions options;
  options.tls = files_in(folder);
  options.workers = 2;
  options.head_deadline = milliseconds(500);
  auto listener = Listener::start(options, [](const Request& request) {
    Response response;
    response.body = request.scheme + " " + request.body;
    if (request.path == "/large") response.body.assign(5'000'000, 'x');
    return response;
  });
  EXPECT_TRUE(listener.ok()) << listener.error().what;
  return std::move(listener).value();
}

std::unique_ptr<CurlClient> client_trusting(const TemporaryFolder& folder) {
  ClientOptions options;
  options.ca_file = files_in(folder).cert;
  return std::move(CurlClient::start(options)).value();
}

OutboundRequest secure_request_to(uint16_t port, const std::string& target) {
  OutboundRequest request;
  request.url = *Iri::parse("https://a.localhost:" + std::to_string(port) + target);
  request.permits = {*Cidr::parse("127.0.0.0/8")};
  return request;
}

TEST(Tls, CarriesRequestsBothWays) {
  TemporaryFolder folder;
  test::write_certificate(folder.path(), "a.localhost");
  auto listener = listen(folder);
  auto client = client_trusting(folder);
  auto request = secure_request_to(listener->port(), "/x");
  request.method = "POST";
  request.body.assign(900'000, 'y');
  auto answer = client->exchange(request);
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->body, "https " + request.body);
  request = secure_request_to(listener->port(), "/large");
  request.max_response_bytes = 6'000'000;
  answer = client->exchange(request);
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->body.size(), 5'000'000U);
  EXPECT_EQ(listener->stats().accepted, 1U) << "the connection was not reused";
}

TEST(Tls, AClientRefusesACertificateThatNobodyVouchesFor) {
  TemporaryFolder ours, other;
  test::write_certificate(ours.path(), "a.localhost");
  test::write_certificate(other.path(), "a.localhost");
  auto listener = listen(ours);
  auto answer = client_trusting(other)->exchange(secure_request_to(listener->port(), "/x"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
  test::write_certificate(other.path(), "b.localhost");
  auto wrong_name = listen(other);
  answer = client_trusting(other)->exchange(secure_request_to(wrong_name->port(), "/x"));
  EXPECT_FALSE(answer.ok()) << "a certificate of another name";
}

TEST(Tls, ANewCertificateIsTakenUpWhileRunning) {
  TemporaryFolder folder;
  test::write_certificate(folder.path(), "before.example");
  auto listener = listen(folder);
  EXPECT_EQ(test::certificate_shown_by(listener->port()), "before.example");
  test::write_certificate(folder.path(), "after.example");
  EXPECT_TRUE(test::eventually(
      [&] { return test::certificate_shown_by(listener->port()) == "after.example"; }));
}

TEST(Tls, ABrokenNewCertificateLeavesTheOldOneInUse) {
  TemporaryFolder folder;
  test::write_certificate(folder.path(), "good.example");
  auto tls = Tls::load(files_in(folder));
  ASSERT_TRUE(tls.ok());
  EXPECT_FALSE(*tls->reload_if_changed());
  std::ofstream(folder.path() / "cert.pem") << "no certificate";
  auto reloaded = tls->reload_if_changed();
  ASSERT_FALSE(reloaded.ok());
  EXPECT_THAT(reloaded.error().what, testing::HasSubstr("cert.pem"));
  EXPECT_TRUE(tls->reload_if_changed().ok()) << "complained of only once";
  test::write_certificate(folder.path(), "better.example");
  EXPECT_TRUE(*tls->reload_if_changed());
}

TEST(Tls, SaysWhichFileIsWrong) {
  TemporaryFolder one, two;
  test::write_certificate(one.path(), "a.example");
  test::write_certificate(two.path(), "b.example");
  auto missing = Tls::load({"/nowhere/cert.pem", files_in(one).key});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, Code::invalid);
  EXPECT_THAT(missing.error().what, testing::HasSubstr("/nowhere/cert.pem"));
  auto mixed = Tls::load({files_in(one).cert, files_in(two).key});
  ASSERT_FALSE(mixed.ok());
  EXPECT_THAT(mixed.error().what, testing::HasSubstr(files_in(two).key));
}

TEST(Attack27, ATlsHandshakeThatNeverComesIsCutOff) {
  TemporaryFolder folder;
  test::write_certificate(folder.path(), "a.localhost");
  auto listener = listen(folder);
  test::RawConnection silent(listener->port());
  EXPECT_TRUE(silent.hangs_up(5s));
  test::RawConnection plain(listener->port());
  plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(plain.hangs_up(5s));
  EXPECT_EQ(listener->stats().requests, 0U);
}

}  // namespace
}  // namespace hallway
