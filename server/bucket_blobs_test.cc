#include "server/bucket_blobs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "tests/support/bucket.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class BucketOfBlobs : public ::testing::Test {
 protected:
  static std::string name_of(const std::string& bytes) {
    return hex(as_bytes_view(sha256(bytes))) + ".png";
  }
  std::string put(const std::string& bytes) {
    std::ofstream(dir_.path() / "made", std::ios::binary) << bytes;
    EXPECT_TRUE(blobs_.put(dir_.path() / "made", name_of(bytes)).ok());
    return name_of(bytes);
  }
  // One that was kept before there was a bucket.
  std::string put_before(const std::string& bytes) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name_of(bytes), std::ios::binary) << bytes;
    return name_of(bytes);
  }
  Result<std::string> whole(const std::string& name) {
    const auto size = TRY(blobs_.size_of(name));
    const auto body = TRY(blobs_.open(name, 0, size));
    return read_whole(*body);
  }
  std::set<std::string> names() {
    std::set<std::string> all;
    EXPECT_TRUE(blobs_.list([&](const Blob& blob) { all.insert(blob.name); }).ok());
    return all;
  }

  TempDir dir_;
  const std::filesystem::path folder_ = dir_.path() / "media";
  ManualClock clock_{Time{1'790'000'000'000}};
  Bucket bucket_{clock_};
  BucketBlobs blobs_{std::make_shared<const S3>(bucket_, bucket_config()), folder_, clock_};
};

TEST_F(BucketOfBlobs, ReadsALongFileInPiecesAndOnlyAsFarAsItIsTaken) {
  std::string film(3'000'000, 'f');
  for (size_t i = 0; i < film.size(); i += 997) film[i] = static_cast<char>('a' + i % 25);
  const auto name = put(film);
  const auto body = blobs_.open(name, 100, 2'900'000);
  ASSERT_TRUE(body.ok());
  const auto asked = bucket_.asked.size();
  const auto first = (*body)->read();
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->size(), Body::kMostInAPiece);
  EXPECT_EQ(bucket_.asked.size(), asked) << "it was read ahead";
  std::string rest = *first;
  while (rest.size() < 2'900'000) {
    const auto piece = (*body)->read();
    ASSERT_TRUE(piece.ok());
    ASSERT_FALSE(piece->empty());
    ASSERT_LE(piece->size(), Body::kMostInAPiece);
    rest += *piece;
  }
  EXPECT_TRUE(rest == film.substr(100, 2'900'000));
  EXPECT_EQ(bucket_.asked.size(), asked + 5);
}

TEST_F(BucketOfBlobs, AsksForTheSizeOfAFileOnce) {
  const auto name = put("picture");
  EXPECT_EQ(whole(name).value(), "picture");
  EXPECT_EQ(whole(name).value(), "picture");
  EXPECT_EQ(std::ranges::count_if(bucket_.asked, [](const auto& a) { return a[0] == 'H'; }), 1);
}

TEST_F(BucketOfBlobs, AFailureIsToldWithoutWhereTheStorageIs) {
  const auto name = put("picture");
  bucket_.silent = true;
  for (const auto& error : {whole(name).error(), blobs_.list([](const Blob&) {}).error(),
                            blobs_.put(dir_.path() / "made", name).error()}) {
    EXPECT_EQ(error.code, Code::unavailable);
    EXPECT_EQ(error.what, "the storage for files cannot be reached at the moment");
  }
  bucket_.silent = false;
  EXPECT_EQ(whole(std::string(64, 'a') + ".png").error().code, Code::not_found);
  EXPECT_EQ(whole(name).value(), "picture");
}

TEST_F(BucketOfBlobs, AFailureInTheMiddleEndsTheBody) {
  const auto name = put(std::string(2'000'000, 'x'));
  const auto body = blobs_.open(name, 0, 2'000'000);
  ASSERT_TRUE(body.ok());
  bucket_.silent = true;
  EXPECT_EQ(read_whole(**body).error().code, Code::unavailable);
}

TEST_F(BucketOfBlobs, WhatIsStillInTheFolderIsReadFromThere) {
  const auto before = put_before("older"), after = put("newer");
  EXPECT_EQ(whole(before).value(), "older");
  EXPECT_EQ(names(), (std::set<std::string>{before, after}));
  put("older");
  EXPECT_EQ(names(), (std::set<std::string>{before, after})) << "each once";
}

TEST_F(BucketOfBlobs, SweepsWhatNobodyCarriesOnceItIsAnHourOld) {
  const auto carried = put("carried"), left = put("left");
  bucket_.objects["hallway/notes.txt"] = {"not ours", clock_.now()};
  EXPECT_FALSE(blobs_.sweep({carried})) << "it came just now";
  EXPECT_EQ(names(), (std::set<std::string>{carried, left}));
  clock_.advance(hours(1));
  EXPECT_TRUE(blobs_.sweep({carried}));
  EXPECT_EQ(names(), std::set<std::string>{carried});
  EXPECT_TRUE(bucket_.objects.contains("hallway/notes.txt"));
  EXPECT_EQ(whole(left).error().code, Code::not_found);
}

TEST_F(BucketOfBlobs, SweepsTheFolderToo) {
  const auto left = put_before("left");
  std::filesystem::last_write_time(
      folder_ / left, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  EXPECT_TRUE(blobs_.sweep({}));
  EXPECT_TRUE(names().empty());
}

TEST_F(BucketOfBlobs, WhatIsKeptAgainWhileASweepLooksIsNotSweptAway) {
  const auto left = put("left");
  clock_.advance(hours(2));
  bool kept_again = false;
  bucket_.before = [&](const std::string& method) {
    // The sweep has read what there is; before it erases, somebody brings the same picture.
    if (method != "GET" || std::exchange(kept_again, true)) return;
    put("left");
    bucket_.objects.at("hallway/" + left).changed = clock_.now() - hours(2);
  };
  EXPECT_FALSE(blobs_.sweep({}));
  EXPECT_THAT(names(), UnorderedElementsAre(left));
}

TEST_F(BucketOfBlobs, ASweepThatFailsIsDoneAgain) {
  put("left");
  clock_.advance(hours(2));
  bucket_.refuse = 503;
  EXPECT_FALSE(blobs_.sweep({}));
  bucket_.refuse = 0;
  EXPECT_THAT(bucket_.asked, Not(Contains(StartsWith("DELETE"))));
  EXPECT_TRUE(blobs_.sweep({}));
  EXPECT_TRUE(names().empty());
}

}  // namespace
}  // namespace hallway::test
