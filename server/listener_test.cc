#include "server/listener.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/loopback.h"

namespace hallway {
namespace {

using namespace std::chrono_literals;
using test::RawAnswer;
using test::RawConnection;

const std::string kGet = "GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n";

Response echo(const Request& request) {
  Response response;
  response.headers.add("Content-Type", "text/plain");
  response.body = request.method + " " + request.target + " " + request.scheme + "://" +
                  request.host + " " + request.peer_address + " " + request.body;
  return response;
}

std::optional<Response> health(std::string_view path) {
  if (path != "/livez") return std::nullopt;
  Response response;
  response.body = "alive";
  return response;
}

ListenerOptions quick() {
  ListenerOptions options;
  options.head_deadline = milliseconds(300);
  options.body_deadline = milliseconds(300);
  options.idle_deadline = milliseconds(300);
  options.workers = 4;
  options.health = health;
  return options;
}
ListenerOptions patient() {
  ListenerOptions options = quick();
  options.head_deadline = options.body_deadline = options.idle_deadline = seconds(60);
  return options;
}

std::unique_ptr<Listener> listen(ListenerOptions options, Handler handler = echo) {
  auto listener = Listener::start(std::move(options), std::move(handler));
  EXPECT_TRUE(listener.ok()) << listener.error().what;
  return std::move(listener).value();
}

std::string post(const std::string& body, const std::string& headers = {}) {
  return "POST /inbox HTTP/1.1\r\nHost: a.example\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A handler that waits until it is let go, so that tests decide when the node is busy.
class Gate {
 public:
  Handler handler() {
    return [this](const Request& request) {
      std::unique_lock lock(mutex_);
      ++inside_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
      return echo(request);
    };
  }
  bool wait_for(int inside) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return inside_ >= inside; });
  }
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  bool open_ = false;
};

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(Listener, AnswersOneRequestAfterTheOtherOnAConnection) {
  auto listener = listen(patient());
  RawConnection connection(listener->port());
  for (int i = 0; i < 3; ++i) {
    connection.send(post("hello " + std::to_string(i)));
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
  for (int i = 0; i < 200; ++i) all += i % 3 == 0 ? kGet : post(std::to_string(i));
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
  auto answer = test::get(listener->port(), "/x");
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
  EXPECT_EQ(test::get(listener->port(), "/livez").status, 200);
  EXPECT_EQ(test::get(listener->port(), "/x").body.size(), large.size());
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

// --- smuggling: attack class of RFC 9112 §11.2 ------------------------------------------------

TEST(Smuggling, AmbiguousFramingIsRefusedAndEndsTheConnection) {
  auto listener = listen(patient());
  const std::string hidden = "GET /admin HTTP/1.1\r\nHost: a.example\r\n\r\n";
  const std::string cases[] = {
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
      "chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 44\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 44\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
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
  EXPECT_EQ(test::get(listener->port(), "/x").status, 200);
  const auto began = std::chrono::steady_clock::now();
  while (slow[0].send("x") && std::chrono::steady_clock::now() - began < 5s) {
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
  EXPECT_EQ(slow[1].read_answer().status, 408);
  EXPECT_TRUE(eventually([&] { return listener->stats().connections <= 1; }));
}

TEST(Attack27, ADripFedBodyIsCutOff) {
  auto listener = listen(quick());
  RawConnection connection(listener->port());
  connection.send("POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 8; ++i) {
    connection.send("x");
    std::this_thread::sleep_for(20ms);
  }
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
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(connection.send(part));
    std::this_thread::sleep_for(40ms);
  }
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

// 300 MB of zeros in about 290 KB.
std::string gzip_bomb() {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
  std::string zeros(1024 * 1024, '\0');
  std::string out(512 * 1024, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  for (int i = 0; i < 300; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(zeros.size());
    deflate(&stream, i == 299 ? Z_FINISH : Z_NO_FLUSH);
  }
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Attack27, AGzipBombIsRefusedAtTheCap) {
  auto listener = listen(patient());
  const std::string bomb = gzip_bomb();
  ASSERT_LT(bomb.size(), 400'000U);
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  RawConnection connection(listener->port());
  connection.send(post(bomb, "Content-Encoding: gzip\r\n"));
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
  next.send(post(std::string(1000, 'x')));
  auto answer = next.read_answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers["retry-after"], "2");
  EXPECT_EQ(test::get(listener->port(), "/x").status, 200);
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
  auto alive = test::get(listener->port(), "/livez");
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
  EXPECT_EQ(test::get(listener->port(), "/livez").status, 200);
  open.pop_back();
  EXPECT_TRUE(eventually([&] { return test::get(listener->port(), "/x").status == 200; }));
}

TEST(Saturation, FiveThousandIdleConnectionsCostLittle) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max < 12'000) GTEST_SKIP() << "at most " << files.rlim_max << " open files here";
  auto listener = listen(patient());
  std::vector<RawConnection> idle;
  for (int i = 0; i < 5'000; ++i) {
    idle.emplace_back(listener->port());
    ASSERT_TRUE(idle.back().ok()) << i;
  }
  ASSERT_TRUE(eventually([&] { return listener->stats().connections == 5'000; }));
  EXPECT_EQ(test::get(listener->port(), "/x").status, 200);
  for (size_t i = 0; i < idle.size(); i += 100) {
    ASSERT_TRUE(idle[i].send(kGet));
    ASSERT_EQ(idle[i].read_answer().status, 200) << i;
  }
}

// --- proxies -----------------------------------------------------------------------------------

TEST(Proxy, IsBelievedOnlyWhereItIsTrusted) {
  const std::string_view said =
      "X-Forwarded-Proto: https\r\nX-Forwarded-Host: social.example\r\n"
      "X-Forwarded-For: 198.51.100.7\r\n";
  auto plain = listen(patient());
  EXPECT_EQ(test::get(plain->port(), "/x", said).body, "GET /x http://localhost 127.0.0.1 ");
  ListenerOptions options = patient();
  options.trusted_proxies = {*Cidr::parse("127.0.0.0/8")};
  auto behind = listen(options);
  EXPECT_EQ(test::get(behind->port(), "/x", said).body,
            "GET /x https://social.example 198.51.100.7 ");
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
  stuck.send("GET /x HTTP/1.1\r\n");
  ASSERT_TRUE(eventually([&] { return listener->stats().connections == 1; }));
  std::this_thread::sleep_for(50ms);
  const auto began = std::chrono::steady_clock::now();
  listener->stop(milliseconds(200));
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, 150ms);
  EXPECT_LT(took, 5s);
  listener->stop(milliseconds(200));
}

}  // namespace
}  // namespace hallway
