// What the listener does with those who mean it harm, and with more than it can take.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

#include "tests/support/compressed.h"
#include "tests/support/listening.h"

namespace hallway::test {
namespace {

using namespace std::chrono_literals;

// --- smuggling: attack class of RFC 9112 §11.2 ------------------------------------------------

TEST(Smuggling, AmbiguousFramingIsRefusedAndEndsTheConnection) {
  auto listener = listen(patient());
  const std::string hidden = "GET /admin HTTP/1.1\r\nHost: a.example\r\n\r\n";
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  const std::string cases[] = {
      post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
      post + "Content-Length : 44\r\n\r\n",
      post + "X: y\r\n Content-Length: 44\r\n\r\n",
      post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      post + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
  };
  for (const std::string& tried : cases) {
    RawConnection connection(listener->port());
    connection.send(tried + hidden);
    auto all = connection.read_all();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 400") || all.starts_with("HTTP/1.1 501")) << tried << all;
    EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << "a second answer to: " << tried;
  }
  EXPECT_EQ(listener->stats().requests, 0U);
}

// --- attack 27: slow, endless and exploding requests --------------------------------------------

TEST(Attack27, ASilentConnectionIsClosed) {
  auto listener = listen(quick());
  RawConnection connection(listener->port());
  EXPECT_EQ(connection.read_all(5s), "");
  EXPECT_TRUE(eventually([&] { return listener->stats().connections == 0; }));
}

TEST(Attack27, ADripFedHeadIsCutOffAndHoldsNobodyUp) {
  auto listener = listen(quick());
  std::vector<RawConnection> slow;
  for (int i = 0; i < 200; ++i) slow.emplace_back(listener->port()).send("GET /x HTTP/1.1\r\nX");
  EXPECT_EQ(get(listener->port(), "/x").status, 200);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(drip(slow[0], "x", /*times=*/250));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
  EXPECT_EQ(slow[1].read_answer().status, 408);
  EXPECT_TRUE(eventually([&] { return listener->stats().connections <= 1; }));
}

TEST(Attack27, ADripFedBodyIsCutOff) {
  auto listener = listen(quick());
  RawConnection connection(listener->port());
  connection.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  drip(connection, "x", /*times=*/8);
  EXPECT_EQ(connection.read_answer().status, 408);
  EXPECT_TRUE(connection.hangs_up());
  EXPECT_EQ(listener->stats().buffered_bytes, 0U);
}

TEST(Attack27, ABodyThatKeepsItsPaceMayTakeLonger) {
  auto listener = listen(quick());
  RawConnection connection(listener->port());
  const std::string part(16 * 1024, 'x');
  connection.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                  std::to_string(part.size() * 20) + "\r\n\r\n");
  ASSERT_TRUE(drip(connection, part, /*times=*/20, 40ms));
  EXPECT_EQ(connection.read_answer().status, 200);
}

TEST(Attack27, AnEndlessHeadIsRefused) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  connection.send("GET /x HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x'));
  EXPECT_EQ(connection.read_answer().status, 431);
  EXPECT_TRUE(connection.hangs_up());
}

TEST(Attack27, AnEndlessChunkedBodyIsRefused) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  connection.send("POST /inbox HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "8000\r\n" + std::string(0x8000, 'x') + "\r\n";
  int sent = 0;
  while (sent < 1000 && connection.send(chunk)) ++sent;
  EXPECT_LT(sent, 1000);
  EXPECT_EQ(connection.read_answer().status, 413);
  EXPECT_EQ(listener->stats().requests, 0U);
}

TEST(Attack27, WhoSendsFarTooMuchStillReadsWhyItIsRefused) {
  auto listener = listen(patient());
  const std::string piece(256 * 1024, 'x');
  for (int round = 0; round < 20; ++round) {
    RawConnection connection(listener->port());
    ASSERT_TRUE(
        connection.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n"));
    // All of it, before the answer is looked at: so do proxies.
    for (int n = 0; n < 32; ++n) ASSERT_TRUE(connection.send(piece)) << "reset at " << n;
    EXPECT_EQ(connection.read_answer().status, 413);
    EXPECT_TRUE(connection.hangs_up());
  }
}

TEST(Attack27, AGzipBombIsRefusedAtTheCap) {
  auto listener = listen(patient());
  // 300 MB of zeros in about 290 KB.
  const auto bomb = compressed(std::string(1024 * 1024, '\0'), kGzip, 300);
  ASSERT_LT(bomb.size(), 400'000U);
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  RawConnection connection(listener->port());
  connection.send(post_of(bomb, "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(connection.read_answer().status, 413);
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 64 * 1024) << "KiB";
}

TEST(Attack27, ManyBodiesAtOnceMeetACommonLimit) {
  ListenerOptions options = patient();
  options.max_buffered_bytes = 3 * 1024 * 1024;
  auto listener = listen(options);
  std::vector<RawConnection> many;
  const std::string nearly(1024 * 1024 - 10, 'x');
  for (int i = 0; i < 3; ++i) {
    many.emplace_back(listener->port())
        .send("POST /inbox HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff6\r\n" +
              nearly);
  }
  ASSERT_TRUE(eventually([&] { return listener->stats().buffered_bytes > 3'000'000; }));
  RawConnection next(listener->port());
  next.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  auto answer = next.read_answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers["retry-after"], "2");
  RawConnection small(listener->port());
  small.send(post_of(std::string(1000, 'x')));
  EXPECT_EQ(small.read_answer().status, 200) << "small ones come in beside them";
  EXPECT_EQ(get(listener->port(), "/x").status, 200);
}

// --- saturation --------------------------------------------------------------------------------

TEST(Saturation, IsAnsweredWith503AndHealthGoesOn) {
  Gate gate;
  ListenerOptions options = patient();
  options.workers = 2;
  options.max_queue = 3;
  auto listener = listen(options, gate.handler());
  std::vector<RawConnection> busy;
  for (int i = 0; i < 2; ++i) busy.emplace_back(listener->port()).send(kGet);
  ASSERT_TRUE(gate.wait_for(2));
  for (int i = 0; i < 3; ++i) busy.emplace_back(listener->port()).send(kGet);
  ASSERT_TRUE(eventually([&] { return listener->stats().queued == 3; }));

  RawConnection refused(listener->port());
  refused.send(kGet);
  auto answer = refused.read_answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers["retry-after"], "2");
  auto alive = get(listener->port(), "/livez");
  EXPECT_EQ(alive.status, 200);
  EXPECT_EQ(alive.body, "alive");

  gate.open();
  for (auto& connection : busy) EXPECT_EQ(connection.read_answer().status, 200);
  refused.send(kGet);
  EXPECT_EQ(refused.read_answer().status, 200) << "the refused connection is still good";
  EXPECT_EQ(listener->stats().saturated, 1U);
}

TEST(Saturation, TooManyConnectionsMayStillAskForHealth) {
  ListenerOptions options = patient();
  options.max_connections = 3;
  auto listener = listen(options);
  std::vector<RawConnection> open;
  for (int i = 0; i < 3; ++i) {
    open.emplace_back(listener->port()).send(kGet);
    EXPECT_EQ(open.back().read_answer().status, 200);
  }
  RawConnection more(listener->port());
  more.send(kGet);
  EXPECT_EQ(more.read_answer().status, 503);
  EXPECT_TRUE(more.hangs_up());
  EXPECT_EQ(get(listener->port(), "/livez").status, 200);
  open.pop_back();
  EXPECT_TRUE(eventually([&] { return get(listener->port(), "/x").status == 200; }));
}

// Five thousand connections, or as many as this process may have: each has its two ends here.
size_t many_connections() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  constexpr rlim_t kOtherFiles = 200;
  return std::min<rlim_t>(5'000, (files.rlim_cur - std::min(files.rlim_cur, kOtherFiles)) / 2);
}

TEST(Saturation, ManyIdleConnectionsAreHeldAndServed) {
  auto listener = listen(patient());
  const size_t many = many_connections();
  ASSERT_GE(many, 100U);
  std::vector<RawConnection> idle;
  for (size_t i = 0; i < many; ++i) {
    idle.emplace_back(listener->port());
    ASSERT_TRUE(idle.back().ok()) << i;
  }
  ASSERT_TRUE(eventually([&] { return listener->stats().connections == many; }));
  EXPECT_EQ(get(listener->port(), "/x").status, 200);
  for (size_t i = 0; i < idle.size(); i += 100) {
    ASSERT_TRUE(idle[i].send(kGet));
    ASSERT_EQ(idle[i].read_answer().status, 200) << i;
  }
}

}  // namespace
}  // namespace hallway::test
