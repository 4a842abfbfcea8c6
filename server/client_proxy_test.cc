// The client by way of a real proxy on loopback: what it asks the proxy for, and what it does not.

#include <gmock/gmock.h>

#include "server/client.h"
#include "server/listener.h"
#include "tests/support/certificate.h"
#include "tests/support/connect_proxy.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ThroughAProxy : public testing::Test {
 protected:
  void SetUp() override {
    test::write_certificate(folder_.path(), "a.localhost");
    ListenerOptions options;
    options.tls =
        TlsFiles{(folder_.path() / "cert.pem").string(), (folder_.path() / "key.pem").string()};
    options.workers = 2;
    auto listener = Listener::start(options, [](const Request& request) {
      return Response{.status = 200, .body = request.host + " " + request.path};
    });
    ASSERT_TRUE(listener.ok()) << listener.error().what;
    listener_ = std::move(*listener);
  }
  [[nodiscard]] std::unique_ptr<CurlClient> client(const std::string& proxy,
                                                   size_t max_queue = 100) const {
    ClientOptions options;
    options.max_queue = max_queue;
    options.ca_file = (folder_.path() / "cert.pem").string();
    options.proxy = proxy;
    return std::move(CurlClient::start(options)).value();
  }
  [[nodiscard]] std::string port() const { return std::to_string(listener_->port()); }
  [[nodiscard]] OutboundRequest request(const std::string& host, bool permitted = true) const {
    OutboundRequest request;
    request.url = *Iri::parse("https://" + host + ":" + port() + "/x");
    if (permitted) request.permits = {*Cidr::parse("127.0.0.0/8")};
    return request;
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Listener> listener_;
  test::ConnectProxy proxy_;
};

TEST_F(ThroughAProxy, TheProxyIsToldTheAddressThatWasFoundGoodAndTheHostItsName) {
  auto sending = client(proxy_.address());
  for (int i = 0; i < 3; ++i) {
    const auto answer = sending->exchange(request("a.localhost"));
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    EXPECT_EQ(answer->body, "a.localhost:" + port() + " /x");
    EXPECT_FALSE(answer->headers.find("Connection-established"));
  }
  EXPECT_THAT(proxy_.asked_for(), ElementsAre("127.0.0.1:" + port())) << "one tunnel, reused";
  sending.reset();
}

TEST_F(ThroughAProxy, WhatIsNotPermittedIsNotAskedOfTheProxyEither) {
  auto sending = client(proxy_.address());
  for (const auto* host : {"a.localhost", "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254"}) {
    const auto answer = sending->exchange(request(host, /*permitted=*/false));
    ASSERT_FALSE(answer.ok()) << host;
    EXPECT_EQ(answer.error().code, Code::forbidden) << host;
    EXPECT_THAT(answer.error().what, HasSubstr("not permitted"));
  }
  EXPECT_THAT(proxy_.asked_for(), IsEmpty());
  EXPECT_EQ(sending->stats().refused_addresses, 5U);
}

TEST_F(ThroughAProxy, ATunnelThatOnePermitOpenedServesNobodyElse) {
  auto sending = client(proxy_.address());
  ASSERT_TRUE(sending->exchange(request("a.localhost")).ok());
  EXPECT_FALSE(sending->exchange(request("a.localhost", /*permitted=*/false)).ok());
  EXPECT_EQ(listener_->stats().accepted, 1U);
  sending.reset();
}

TEST_F(ThroughAProxy, ACertificateIsCheckedForTheHostNotForTheProxy) {
  auto sending = client(proxy_.address());
  EXPECT_FALSE(sending->exchange(request("b.localhost")).ok()) << "a certificate of another name";
  sending.reset();
}

TEST_F(ThroughAProxy, ANameThatMeansNothingIsUnavailable) {
  auto sending = client(proxy_.address());
  const auto answer = sending->exchange(request("nowhere.invalid"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_THAT(proxy_.asked_for(), IsEmpty());
}

TEST_F(ThroughAProxy, NoMoreNamesWaitToBeLookedUpThanRequests) {
  auto sending = client(proxy_.address(), /*max_queue=*/0);
  const auto answer = sending->exchange(request("nowhere.invalid"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::limited);
  EXPECT_EQ(sending->stats().failed, 1U);
}

TEST_F(ThroughAProxy, AProxyThatIsDownOrRefusesMakesItUnavailable) {
  const auto nobody = "http://127.0.0.1:" + std::to_string(test::free_port("127.0.0.1"));
  auto down = client(nobody)->exchange(request("a.localhost"));
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().code, Code::unavailable);
  test::RawServer refusing([](test::RawConnection& connection) {
    test::read_request(connection);
    connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    connection.hangs_up();
  });
  auto refused = client("http://127.0.0.1:" + std::to_string(refusing.port()))
                     ->exchange(request("a.localhost"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::unavailable);
}

TEST_F(ThroughAProxy, ItsPasswordGoesToTheProxyAndNoFurther) {
  auto address = proxy_.address();
  address.insert(7, "node:secret@");
  auto sending = client(address);
  const auto answer = sending->exchange(request("a.localhost"));
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  ASSERT_EQ(proxy_.heads().size(), 1U);
  EXPECT_THAT(proxy_.heads()[0], HasSubstr("Proxy-Authorization: Basic bm9kZTpzZWNyZXQ="));
  const auto denied = sending->exchange(request("a.localhost", /*permitted=*/false));
  EXPECT_THAT(denied.error().what, Not(HasSubstr("secret")));
  sending.reset();
}

}  // namespace
}  // namespace hallway
