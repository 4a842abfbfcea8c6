#include <gtest/gtest.h>

#include <algorithm>

#include "server/stream.h"
#include "tests/support/listening.h"

namespace hallway::test {
namespace {

// Says what it hears, in capitals; "bye" ends it.
class Parrot final : public Stream {
 public:
  Parrot(std::atomic<int>& alive, std::atomic<int>& beats, size_t cap)
      : alive_(alive), beats_(beats), pipe_(cap) {
    ++alive_;
  }
  ~Parrot() override { --alive_; }
  Pipe& pipe() override { return pipe_; }
  void hear(std::string_view bytes) override {
    std::string loud(bytes);
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    pipe_.put(loud);
    if (bytes.find("bye") != std::string_view::npos) pipe_.close(" over");
  }
  void beat() override {
    ++beats_;
    pipe_.put("*");
  }
  void leave() override { pipe_.close("farewell"); }

 private:
  std::atomic<int>& alive_;
  std::atomic<int>& beats_;
  Pipe pipe_;
};

class Streams : public ::testing::Test {
 protected:
  // Each GET gets a stream; 101 where it asks for it.
  void serve(ListenerOptions options, size_t cap = 64 * 1024) {
    listener_ = listen(std::move(options), [this, cap](const Request& request) {
      Response response{.status = request.path == "/upgrade" ? 101 : 200};
      auto stream = std::make_shared<Parrot>(alive_, beats_, cap);
      stream->pipe().put("hello ");
      {
        std::lock_guard lock(mutex_);
        last_ = stream;
      }
      response.stream = std::move(stream);
      return response;
    });
  }
  RawConnection connected(const std::string& target = "/upgrade", const std::string& more = {}) {
    RawConnection connection(listener_->port());
    connection.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n" + more);
    return connection;
  }
  std::shared_ptr<Stream> last() {
    std::lock_guard lock(mutex_);
    return last_.lock();
  }
  std::atomic<int> alive_ = 0, beats_ = 0;
  std::mutex mutex_;
  std::weak_ptr<Stream> last_;
  std::unique_ptr<Listener> listener_;
};

TEST_F(Streams, TheConnectionIsTheStreamsAfterTheAnswer) {
  serve(patient());
  auto connection = connected();
  connection.send("one ");
  ASSERT_TRUE(eventually([&] { return listener_->stats().streams == 1; }));
  last()->pipe().put("from elsewhere ");
  connection.send("bye");
  const auto all = connection.read_all();
  EXPECT_TRUE(all.starts_with("HTTP/1.1 101 ")) << all;
  EXPECT_NE(all.find("Connection: Upgrade\r\n"), std::string::npos);
  EXPECT_EQ(all.find("Content-Length"), std::string::npos);
  EXPECT_NE(all.find("from elsewhere "), std::string::npos);
  EXPECT_NE(all.find("\r\n\r\nhello "), std::string::npos);
  EXPECT_NE(all.find("ONE "), std::string::npos);
  EXPECT_TRUE(all.ends_with("BYE over")) << all;
  EXPECT_TRUE(eventually([&] { return alive_ == 0 && listener_->stats().streams == 0; }));
}

TEST_F(Streams, WhatCameWithTheRequestIsHeard) {
  serve(patient());
  EXPECT_TRUE(connected("/upgrade", "early bye").read_all().ends_with("hello EARLY BYE over"));
}

TEST_F(Streams, ABodyThatEndsWithTheConnectionHasNoLength) {
  serve(patient());
  const auto all = connected("/events", "bye").read_all();
  EXPECT_TRUE(all.starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(all.find("Content-Length"), std::string::npos);
  EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
}

TEST_F(Streams, ToHeadThereIsNoStream) {
  serve(patient());
  RawConnection connection(listener_->port());
  connection.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(connection.read_all().find("hello"), std::string::npos);
  EXPECT_TRUE(eventually([&] { return alive_ == 0; }));
}

TEST_F(Streams, StaysOpenWithAHeartbeatWhileNothingIsSaid) {
  auto options = quick();  // the deadlines of requests do not hold for it
  options.beat = milliseconds(20);
  serve(options);
  auto connection = connected();
  EXPECT_TRUE(eventually([&] { return beats_ > 30; })) << "twice as long as an idle one may";
  connection.send("bye");
  const auto all = connection.read_all();
  EXPECT_GT(std::ranges::count(all, '*'), 5);
  EXPECT_TRUE(all.ends_with(" over"));
}

TEST_F(Streams, WhoTakesNothingIsClosedAndHoldsNoMemory) {
  auto options = patient();
  options.beat = milliseconds(200);
  serve(options, /*cap=*/256 * 1024);
  auto connection = connected();
  connection.limit_receive_buffer(4'096);
  ASSERT_TRUE(eventually([&] { return listener_->stats().streams == 1; }));
  const std::string much(64 * 1024, 'x');
  auto stream = last();
  EXPECT_TRUE(eventually([&] { return !stream->pipe().put(much); })) << "there is a cap";
  EXPECT_EQ(stream->pipe().waiting(), 0U);
  EXPECT_TRUE(eventually([&] { return listener_->stats().streams == 0; }));
}

TEST_F(Streams, WhoStopsTakingIsClosedAfterABeatOrTwo) {
  auto options = patient();
  options.beat = milliseconds(50);
  serve(options, /*cap=*/64 * 1024 * 1024);
  auto connection = connected();
  connection.limit_receive_buffer(4'096);
  ASSERT_TRUE(eventually([&] { return listener_->stats().streams == 1; }));
  last()->pipe().put(std::string(32 * 1024 * 1024, 'x'));
  EXPECT_TRUE(eventually([&] { return listener_->stats().streams == 0; }));
  EXPECT_EQ(listener_->stats().timed_out, 1U);
}

TEST_F(Streams, EndsWithAWordWhenTheNodeStops) {
  serve(patient());
  auto connection = connected();
  ASSERT_TRUE(eventually([&] { return listener_->stats().streams == 1; }));
  std::jthread stopping([&] { listener_->stop(seconds(5)); });
  EXPECT_TRUE(connection.read_all().ends_with("farewell"));
}

TEST_F(Streams, WhatIsPutAfterTheListenerHasGoneHarmsNobody) {
  serve(patient());
  auto connection = connected();
  ASSERT_TRUE(eventually([&] { return listener_->stats().streams == 1; }));
  auto stream = last();
  listener_.reset();
  EXPECT_NO_FATAL_FAILURE(stream->pipe().put("late"));
}

}  // namespace
}  // namespace hallway::test
