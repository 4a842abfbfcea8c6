#include "server/client.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <chrono>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

#include "server/listener.h"
#include "storage/values/crypto.h"
#include "tests/support/compressed.h"
#include "tests/support/eventually.h"
#include "tests/support/loopback.h"
#include "tests/support/store.h"

// The only name server that these tests ask, in front of the C library's: libcurl finds it first.
// "private.test" is a name of somebody who says it means 127.0.0.1; the server of "slow.test" does
// not answer before it is let go.
std::promise<void> let_slow_name_server_go;
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  using Resolve = int(const char*, const char*, const addrinfo*, addrinfo**);
  static auto* real = reinterpret_cast<Resolve*>(dlsym(RTLD_NEXT, "getaddrinfo"));
  const std::string_view name = node == nullptr ? "" : node;
  if (name == "private.test") return real("127.0.0.1", service, hints, result);
  if (name == "slow.test") {
    static const auto kGo = let_slow_name_server_go.get_future().share();
    kGo.wait_for(std::chrono::seconds(20));
    return EAI_AGAIN;
  }
  return real(node, service, hints, result);
}

namespace hallway {
namespace {

using namespace std::chrono_literals;
using test::RawConnection;
using test::RawServer;

std::unique_ptr<CurlClient> client(ClientOptions options = {}) {
  options.allow_plain_http = true;
  auto started = CurlClient::start(std::move(options));
  EXPECT_TRUE(started.ok());
  return std::move(started).value();
}

const std::vector<Cidr> kLoopback{*Cidr::parse("127.0.0.0/8")};

OutboundRequest request_to(uint16_t port, const std::string& target = "/x",
                           const std::string& host = "127.0.0.1") {
  OutboundRequest request;
  request.url = *Iri::parse("http://" + host + ":" + std::to_string(port) + target);
  request.permits = kLoopback;
  return request;
}

// Answers every request on a connection with the same bytes.
auto always(const std::string& bytes) {
  return [bytes](RawConnection& connection) {
    while (!test::read_request(connection).empty()) {
      if (!connection.send(bytes)) return;
    }
  };
}

std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Client, SendsAFileWhileItIsReadAndSignsForStorage) {
  std::mutex mutex;
  std::string heard;
  RawServer server([&](RawConnection& connection) {
    for (std::string request; !(request = test::read_request(connection)).empty();) {
      std::lock_guard lock(mutex);
      heard = request;
      if (!connection.send(ok(""))) return;
    }
  });
  const test::TempDir dir;
  const std::string bytes(300'000, 'f');
  std::ofstream(dir.path() / "file") << bytes;
  auto request = request_to(server.port(), "/bucket/file.png");
  request.method = "PUT";
  request.body_file = dir.path() / "file";
  request.storage_key = {"eu-west-1", "the key", "the secret"};
  request.headers.add("x-amz-content-sha256", hex(as_bytes_view(sha256(bytes))));
  const auto sender = client();
  ASSERT_EQ(sender->exchange(request)->status, 200);
  std::lock_guard lock(mutex);
  EXPECT_TRUE(heard.starts_with("PUT /bucket/file.png HTTP/1.1\r\n"));
  EXPECT_NE(heard.find("Content-Length: 300000\r\n"), std::string::npos);
  EXPECT_NE(heard.find("Credential=the key/"), std::string::npos);
  EXPECT_NE(heard.find("/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;"),
            std::string::npos);
  EXPECT_EQ(heard.find("the secret"), std::string::npos);
  EXPECT_TRUE(heard.ends_with("\r\n\r\n" + bytes));
}

TEST(Client, AFileThatIsNotThereIsNotSent) {
  auto request = request_to(1);
  request.method = "PUT";
  request.body_file = "/nowhere/file";
  EXPECT_EQ(client()->exchange(request).error().code, Code::unavailable);
}

TEST(Client, SendsWhatItIsToldAndNothingElse) {
  std::string seen;
  RawServer server([&](RawConnection& connection) {
    seen = test::read_request(connection);
    connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
                    std::string("HTTP/1.1 202 Accepted\r\nX-A: 1\r\nx-a:  2 \r\nEmpty:\r\n"
                                "Content-Length: 2\r\n\r\nhi"));
    connection.hangs_up();
  });
  {
    auto sending = client({.user_agent = "Hallway/0.1 (+https://a.example/)"});
    auto request = request_to(server.port(), "/a/../b%2Fc?q=1#frag", "a.localhost");
    request.method = "POST";
    request.body = "{}";
    request.headers = {{"Content-Type", "application/activity+json"}, {"Accept", "x/y"}};
    auto answer = sending->exchange(request);
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    EXPECT_EQ(answer->status, 202);
    EXPECT_EQ(answer->body, "hi");
    EXPECT_EQ(answer->headers.find("x-a"), "1");
    EXPECT_EQ(answer->headers.find_all("X-A").size(), 2U);
    EXPECT_EQ(answer->headers.find("empty"), "");
    EXPECT_EQ(answer->headers.find("Link"), std::nullopt) << "of an interim answer";
  }
  EXPECT_TRUE(seen.starts_with("POST /a/../b%2Fc?q=1 HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("Host: a.localhost:" + std::to_string(server.port())), std::string::npos);
  EXPECT_NE(seen.find("User-Agent: Hallway/0.1 (+https://a.example/)\r\n"), std::string::npos);
  EXPECT_NE(seen.find("Content-Type: application/activity+json\r\n"), std::string::npos);
  EXPECT_EQ(seen.find("Expect:"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\n{}")) << seen;
}

TEST(Client, ReusesItsConnections) {
  RawServer server(always(ok("x")));
  auto sending = client();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(sending->exchange(request_to(server.port())).ok());
  EXPECT_EQ(server.accepted(), 1);
  sending.reset();
}

TEST(Client, TakesARedirectForAnAnswer) {
  RawServer target(always(ok("secret")));
  RawServer server(always("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" +
                          std::to_string(target.port()) + "/\r\nContent-Length: 0\r\n\r\n"));
  auto sending = client();
  auto answer = sending->exchange(request_to(server.port()));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->status, 302);
  EXPECT_TRUE(answer->headers.find("Location").has_value());
  EXPECT_EQ(target.accepted(), 0);
  sending.reset();
}

TEST(Client, RefusesHeadersThatWouldSplitTheRequest) {
  RawServer server(always(ok("x")));
  auto sending = client();
  for (auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"X", "a\r\nY: b"}, {"X: y\r\nZ", "a"}, {"", "a"}}) {
    auto request = request_to(server.port());
    request.headers.add(name, value);
    auto answer = sending->exchange(request);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, Code::invalid);
  }
  EXPECT_EQ(server.accepted(), 0);
}

TEST(Client, SpeaksPlainHttpOnlyWhereItIsAllowed) {
  RawServer server(always(ok("x")));
  auto strict = std::move(CurlClient::start({})).value();
  auto answer = strict->exchange(request_to(server.port()));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::forbidden);
  EXPECT_EQ(server.accepted(), 0);
}

TEST(Client, IgnoresProxiesOfTheEnvironment) {
  RawServer server(always(ok("direct")));
  setenv("http_proxy", "http://127.0.0.1:1/", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1/", 1);
  auto sending = client();
  auto answer = sending->exchange(request_to(server.port()));
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->body, "direct");
  sending.reset();
}

TEST(Client, SaysThatNobodyAnswers) {
  uint16_t port = 0;
  {
    RawServer server(always(ok("x")));
    port = server.port();
  }
  auto answer = client()->exchange(request_to(port));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_TRUE(answer.error().retryable());
}

TEST(Client, IsNotSlowedByAThousandSilentPeers) {
  ListenerOptions options;
  options.workers = 2;
  auto fast =
      std::move(Listener::start(options, [](const Request&) { return Response{}; })).value();
  // Its backlog takes the connections; nobody ever reads them.
  RawServer silent([](RawConnection& connection) { connection.hangs_up(60s); });
  auto sending = client({.max_active = 2'000});
  std::atomic<int> failed = 0;
  for (int i = 0; i < 1'000; ++i) {
    // A host each, so that no limit of one host is what is measured.
    auto request = request_to(silent.port(), "/x", "h" + std::to_string(i) + ".localhost");
    request.timeout = seconds(60);
    sending->send(request,
                  [&](const Result<OutboundResponse>& answer) { failed += answer.ok() ? 0 : 1; });
  }
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(sending->exchange(request_to(fast->port())).ok());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
  EXPECT_EQ(sending->stats().active, 1'000U);
  sending.reset();
  EXPECT_EQ(failed, 1'000) << "each caller is told";
}

TEST(Client, RefusesMoreThanItsQueueHolds) {
  RawServer silent([](RawConnection& connection) { connection.hangs_up(60s); });
  auto sending = client({.max_active = 1, .max_queue = 2});
  std::mutex mutex;
  std::vector<Code> codes;
  auto note = [&](const Result<OutboundResponse>& answer) {
    std::lock_guard lock(mutex);
    if (!answer.ok()) codes.push_back(answer.error().code);
  };
  sending->send(request_to(silent.port()), note);
  ASSERT_TRUE(test::eventually([&] { return sending->stats().active == 1; }));
  for (int i = 0; i < 3; ++i) sending->send(request_to(silent.port()), note);
  EXPECT_EQ(codes, std::vector<Code>{Code::limited});
  sending.reset();
  EXPECT_EQ(codes, (std::vector<Code>{Code::limited, Code::unavailable, Code::unavailable,
                                      Code::unavailable}));
}

TEST(Client, IsNotSlowedByASlowNameServer) {
  RawServer server(always(ok("x")));
  auto sending = client();
  std::atomic<int> ended = 0;
  for (int i = 0; i < 3; ++i) {
    auto lost = request_to(80, "/", "slow.test");
    lost.timeout = milliseconds(200);
    sending->send(lost,
                  [&](const Result<OutboundResponse>& answer) { ended += answer.ok() ? 0 : 1; });
  }
  const auto began = std::chrono::steady_clock::now();
  while (ended < 3 && std::chrono::steady_clock::now() - began < 10s) {
    ASSERT_TRUE(sending->exchange(request_to(server.port())).ok());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 3s) << "somebody waited for the name server";
  let_slow_name_server_go.set_value();
  sending.reset();
}

// --- attacks 24 and 25: addresses ---------------------------------------------------------------

TEST(Attack24, APrivateAddressIsNotContactedWithoutAPermit) {
  RawServer server(always(ok("secret")));
  auto sending = client();
  for (const char* host : {"127.0.0.1", "localhost", "a.localhost", "127.0.0.2", "0.0.0.0", "[::1]",
                           "[::ffff:127.0.0.1]", "[::]"}) {
    auto request = request_to(server.port(), "/", host);
    request.permits.clear();
    auto answer = sending->exchange(request);
    ASSERT_FALSE(answer.ok()) << host;
    EXPECT_EQ(answer.error().code, Code::forbidden) << host << answer.error().what;
  }
  EXPECT_EQ(server.accepted(), 0);
  EXPECT_EQ(sending->stats().refused_addresses, 8U);
}

TEST(Attack24, APermitOpensItsRangeAndNoOther) {
  RawServer server(always(ok("x")));
  auto sending = client();
  auto request = request_to(server.port());
  request.permits = {*Cidr::parse("10.0.0.0/8"), *Cidr::parse("127.0.0.2")};
  EXPECT_EQ(sending->exchange(request).error().code, Code::forbidden);
  request.permits = {*Cidr::parse("127.0.0.1/32")};
  EXPECT_TRUE(sending->exchange(request).ok());
  sending.reset();
}

TEST(Attack25, WhatCountsIsTheAddressThatANameLeadsTo) {
  RawServer server(always(ok("secret")));
  auto sending = client();
  auto request = request_to(server.port(), "/", "private.test");
  request.permits.clear();
  auto answer = sending->exchange(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::forbidden) << answer.error().what;
  EXPECT_EQ(server.accepted(), 0);
  request.permits = kLoopback;
  EXPECT_TRUE(sending->exchange(request).ok()) << "the permit of a partner on a private address";
  sending.reset();
}

TEST(Attack25, AConnectionThatAPermitOpenedServesNobodyWithoutOne) {
  std::atomic<int> requests = 0;
  RawServer server([&](RawConnection& connection) {
    while (!test::read_request(connection).empty()) {
      ++requests;
      if (!connection.send(ok("secret"))) return;
    }
  });
  auto sending = client();
  ASSERT_TRUE(sending->exchange(request_to(server.port(), "/", "a.localhost")).ok());
  auto request = request_to(server.port(), "/", "a.localhost");
  request.permits.clear();
  auto answer = sending->exchange(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::forbidden);
  sending.reset();
  EXPECT_EQ(requests, 1);
}

// --- attack 27: slow, endless and exploding answers ---------------------------------------------

TEST(Attack27, AnEndlessAnswerIsCutOff) {
  RawServer server([](RawConnection& connection) {
    test::read_request(connection);
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    while (connection.send(std::string(64 * 1024, 'x'))) {
    }
  });
  auto answer = client()->exchange(request_to(server.port()));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::too_large);
}

TEST(Attack27, AnEndlessHeadOfAnAnswerIsCutOff) {
  RawServer server([](RawConnection& connection) {
    test::read_request(connection);
    connection.send("HTTP/1.1 200 OK\r\n");
    while (connection.send("X: " + std::string(1'000, 'x') + "\r\n")) {
    }
  });
  auto answer = client()->exchange(request_to(server.port()));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::too_large);
}

TEST(Attack27, ACompressedAnswerIsCountedAsItUnpacks) {
  const auto bomb = test::compressed(std::string(20 * 1024 * 1024, '\0'), test::kGzip);
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                          std::to_string(bomb.size()) + "\r\n\r\n" + bomb));
  auto sending = client();
  auto answer = sending->exchange(request_to(server.port()));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::too_large);
  sending.reset();
}

TEST(Attack27, ADripFedAnswerEndsAtItsTimeOut) {
  RawServer server([](RawConnection& connection) {
    test::read_request(connection);
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    // The pause is the scenario: an answer that comes bit by bit and never ends.
    while (connection.send("x")) std::this_thread::sleep_for(20ms);
  });
  auto request = request_to(server.port());
  request.timeout = milliseconds(300);
  const auto began = std::chrono::steady_clock::now();
  auto answer = client()->exchange(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

}  // namespace
}  // namespace hallway
