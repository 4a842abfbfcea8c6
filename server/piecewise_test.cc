#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "server/file_body.h"
#include "tests/support/listening.h"
#include "tests/support/store.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#include <sanitizer/allocator_interface.h>
#define HALLWAY_SANITIZED
#endif
#endif

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

// Bytes of memory that this process holds. A sanitizer keeps what was freed for a while, as much as
// 256 MiB, and counts by itself what is not freed.
#ifdef HALLWAY_SANITIZED
int64_t held() { return static_cast<int64_t>(__sanitizer_get_current_allocated_bytes()); }
#else
int64_t held() {
  int64_t whole = 0, here = 0;
  std::ifstream("/proc/self/statm") >> whole >> here;
  return here * ::sysconf(_SC_PAGESIZE);
}
#endif
constexpr int64_t kMostMemory = int64_t{32} << 20;

class Piecewise : public ::testing::Test {
 protected:
  fs::path file_of(uint64_t bytes) {
    auto path = dir_.path() / std::to_string(bytes);
    std::ofstream(path).close();
    fs::resize_file(path, bytes);
    return path;
  }
  // Each GET gets the file, as if it had `missing` bytes more.
  void serve(ListenerOptions options, const fs::path& path, uint64_t missing = 0) {
    listener_ = listen(std::move(options), [this, path, missing](const Request&) {
      auto body = FileBody::open(path, 0, fs::file_size(path) + missing);
      std::lock_guard lock(mutex_);
      given_ = *body;
      return Response{.source = std::move(*body)};
    });
  }
  bool is_held() {
    std::lock_guard lock(mutex_);
    return !given_.expired();
  }

  TempDir dir_;
  std::mutex mutex_;
  std::weak_ptr<Body> given_;
  std::unique_ptr<Listener> listener_;
};

TEST_F(Piecewise, ALargeFileForManySlowReadersIsNeverHeldInMemory) {
  constexpr uint64_t kFile = uint64_t{200} << 20;
  serve(patient(), file_of(kFile));
  const auto before = held();
  std::vector<std::unique_ptr<RawConnection>> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(std::make_unique<RawConnection>(listener_->port()));
    slow.back()->limit_receive_buffer(16 * 1024);
    ASSERT_TRUE(slow.back()->send(kGet));
  }
  ASSERT_TRUE(eventually([&] { return listener_->stats().requests == 40; }));
  // One that is quick gets all of it meanwhile, and keeps none of it.
  RawConnection quick_one(listener_->port());
  quick_one.send(kGet);
  const auto head = quick_one.read_answer(std::chrono::seconds(10), /*head_only=*/true);
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(kFile));
  std::vector<char> scratch(256 * 1024);
  uint64_t taken = 0;
  int64_t most = 0;
  while (taken < kFile - 64 * 1024) {
    const auto got = ::read(quick_one.fd(), scratch.data(), scratch.size());
    ASSERT_GT(got, 0) << taken;
    taken += static_cast<uint64_t>(got);
    most = std::max(most, held() - before);
  }
  EXPECT_LT(most, kMostMemory);
  EXPECT_EQ(listener_->stats().connections, 41U);
}

TEST_F(Piecewise, TheConnectionGoesOnAfterTheLastPiece) {
  serve(patient(), file_of(1'000'000));
  RawConnection connection(listener_->port());
  connection.send(kGet + kGet + "HEAD /x HTTP/1.1\r\nHost: a.example\r\n\r\n" + kGet);
  for (int i = 0; i < 2; ++i) {
    const auto answer = connection.read_answer();
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.size(), 1'000'000U);
  }
  const auto head = connection.read_answer(std::chrono::seconds(10), /*head_only=*/true);
  EXPECT_EQ(head.headers.at("content-length"), "1000000");
  EXPECT_EQ(connection.read_answer().body.size(), 1'000'000U);
  EXPECT_TRUE(eventually([&] { return !is_held(); }));
}

TEST_F(Piecewise, WhoTakesNothingIsClosedAndTheFileLetGo) {
  serve(quick(), file_of(uint64_t{64} << 20));
  RawConnection connection(listener_->port());
  connection.send(kGet);
  EXPECT_TRUE(eventually([&] { return listener_->stats().timed_out == 1; }));
  EXPECT_TRUE(eventually([&] { return listener_->stats().connections == 0 && !is_held(); }));
}

TEST_F(Piecewise, WhatEndsTooSoonIsCutOffSoThatNobodyTakesItForAll) {
  serve(patient(), file_of(200'000), /*missing=*/1);
  RawConnection connection(listener_->port());
  connection.send(kGet);
  EXPECT_EQ(connection.read_answer().status, 0);
  RawConnection another(listener_->port());
  another.send(kGet);
  const auto all = another.read_all();
  EXPECT_NE(all.find("Content-Length: 200001\r\n"), std::string::npos);
  EXPECT_EQ(all.size() - all.find("\r\n\r\n") - 4, 200'000U);
}

TEST_F(Piecewise, AListenerThatStopsLetsABodyBeTaken) {
  serve(patient(), file_of(4'000'000));
  RawConnection connection(listener_->port());
  connection.send(kGet);
  ASSERT_TRUE(eventually([&] { return is_held(); }));
  std::jthread stopping([&] { listener_->stop(seconds(20)); });
  EXPECT_EQ(connection.read_answer(std::chrono::seconds(20)).body.size(), 4'000'000U);
}

}  // namespace
}  // namespace hallway::test
