#include "server/listener.h"

#include <gtest/gtest.h>

#include "tests/support/listening.h"

namespace hallway::test {
namespace {

using namespace std::chrono_literals;

TEST(Listener, AnswersOneRequestAfterTheOtherOnAConnection) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  for (int i = 0; i < 3; ++i) {
    connection.send(post_of("hello " + std::to_string(i)));
    auto answer = connection.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /inbox http://a.example 127.0.0.1 hello " + std::to_string(i));
    EXPECT_EQ(answer.headers["connection"], "keep-alive");
    EXPECT_FALSE(answer.headers["date"].empty());
  }
  EXPECT_EQ(listener->stats().accepted, 1U);
  EXPECT_EQ(listener->stats().requests, 3U);
}

TEST(Listener, AnswersPipelinedRequestsInOrder) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  std::string all;
  for (int i = 0; i < 200; ++i) all += i % 3 == 0 ? kGet : post_of(std::to_string(i));
  for (int i = 0; i < 50; ++i) all += "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
  ASSERT_TRUE(connection.send(all));
  for (int i = 0; i < 200; ++i) {
    auto answer = connection.read_answer();
    ASSERT_EQ(answer.status, 200) << i;
    const std::string end = i % 3 == 0 ? " " : " " + std::to_string(i);
    ASSERT_TRUE(answer.body.ends_with(end)) << answer.body;
  }
  for (int i = 0; i < 50; ++i) ASSERT_EQ(connection.read_answer().body, "alive");
}

TEST(Listener, AnswersHeadWithoutBody) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  connection.send("HEAD /x HTTP/1.1\r\nHost: a.example\r\n\r\n" + kGet);
  auto head = connection.read_answer(10s, /*head_only=*/true);
  auto whole = connection.read_answer();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(std::stoul(head.headers["content-length"]), whole.body.size() + 1);  // HEAD, GET
}

TEST(Listener, AnswersAClientThatClosesItsSideFirst) {
  Gate gate;
  auto listener = listen(patient(), gate.handler());
  RawConnection connection(listener->port());
  connection.send(kGet);
  connection.half_close();
  ASSERT_TRUE(gate.wait_for(1));
  gate.open();
  EXPECT_EQ(connection.read_answer().status, 200);
  EXPECT_TRUE(connection.hangs_up());
}

TEST(Listener, AsksForABodyThatWaitsToBeAskedFor) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  connection.send(
      "POST /inbox HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 5\r\n\r\n");
  EXPECT_EQ(connection.read_answer(10s, /*head_only=*/true).status, 100);
  connection.send("hello");
  EXPECT_EQ(connection.read_answer().status, 200);
  connection.send(
      "POST /inbox HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
  EXPECT_EQ(connection.read_answer().status, 413);
  EXPECT_TRUE(connection.hangs_up());
}

TEST(Listener, TellsAHandlerThatThrowsFromTheClient) {
  auto listener = listen(patient(), [](const Request&) -> Response { throw 1; });
  auto answer = get(listener->port(), "/x");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.headers["content-type"], "application/json; charset=utf-8");
}

TEST(Listener, SendsLargeAnswersToSlowReaders) {
  const std::string large(20 * 1024 * 1024, 'x');
  auto listener = listen(patient(), [&](const Request&) {
    Response response;
    response.body = large;
    return response;
  });
  RawConnection slow(listener->port());
  slow.limit_receive_buffer(16 * 1024);
  slow.send(kGet);
  // Others do not wait for the slow one.
  EXPECT_EQ(get(listener->port(), "/livez").status, 200);
  EXPECT_EQ(get(listener->port(), "/x").body.size(), large.size());
  EXPECT_EQ(slow.read_answer(30s).body, large);
}

TEST(Listener, ClosesOnReadersThatTakeNothing) {
  auto listener = listen(quick(), [&](const Request&) {
    Response response;
    response.body.assign(64 * 1024 * 1024, 'x');
    return response;
  });
  RawConnection connection(listener->port());
  connection.send(kGet);
  EXPECT_TRUE(eventually([&] { return listener->stats().timed_out == 1; }));
  EXPECT_TRUE(eventually([&] { return listener->stats().connections == 0; }));
}

TEST(Listener, SaysWhyItCannotListen) {
  auto first = listen(patient());
  ListenerOptions options = patient();
  options.port = first->port();
  auto taken = Listener::start(options, echo);
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, Code::unavailable);
  EXPECT_NE(taken.error().what.find(std::to_string(options.port)), std::string::npos);
  options.bind = "not-an-address";
  EXPECT_EQ(Listener::start(options, echo).error().code, Code::invalid);
}

// --- proxies -----------------------------------------------------------------------------------

TEST(Proxy, IsBelievedOnlyWhereItIsTrusted) {
  const std::string_view said =
      "X-Forwarded-Proto: https\r\nX-Forwarded-Host: social.example\r\n"
      "X-Forwarded-For: 198.51.100.7\r\n";
  auto plain = listen(patient());
  EXPECT_EQ(get(plain->port(), "/x", said).body, "GET /x http://localhost 127.0.0.1 ");
  ListenerOptions options = patient();
  options.trusted_proxies = {*Cidr::parse("127.0.0.0/8")};
  auto behind = listen(options);
  EXPECT_EQ(get(behind->port(), "/x", said).body, "GET /x https://social.example 198.51.100.7 ");
}

// --- stopping ----------------------------------------------------------------------------------

TEST(Stop, AnswersWhatIsInFlightAndNothingNew) {
  Gate gate;
  auto listener = listen(patient(), gate.handler());
  const uint16_t port = listener->port();
  RawConnection idle(port);
  RawConnection busy(port);
  busy.send(kGet);
  RawConnection arriving(port);
  arriving.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  ASSERT_TRUE(gate.wait_for(1));
  ASSERT_TRUE(eventually([&] { return listener->stats().buffered_bytes == 3; }));

  std::thread stopping([&] { listener->stop(seconds(20)); });
  EXPECT_TRUE(idle.hangs_up());
  EXPECT_FALSE(RawConnection(port).ok());
  arriving.send("lo");
  ASSERT_TRUE(gate.wait_for(2));
  gate.open();
  auto answer = busy.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers["connection"], "close");
  EXPECT_TRUE(busy.hangs_up());
  EXPECT_EQ(arriving.read_answer().status, 200);
  arriving.half_close();
  stopping.join();
}

TEST(Stop, WaitsNoLongerThanItsGrace) {
  auto listener = listen(patient());
  RawConnection stuck(listener->port());
  stuck.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  ASSERT_TRUE(eventually([&] { return listener->stats().buffered_bytes == 3; }));
  const auto began = std::chrono::steady_clock::now();
  listener->stop(milliseconds(200));
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, 150ms);
  EXPECT_LT(took, 5s);
  listener->stop(milliseconds(200));
}

}  // namespace
}  // namespace hallway::test
