#include "server/uploads.h"

#include <gmock/gmock.h>

#include "server/demo_picture.h"
#include "storage/actors.h"
#include "tests/support/bucket.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class UploadsHere : public UploadTest {
 protected:
  Id alice() { return find_actor_by_handle(*node_->read(), "alice", "design.example")->id; }
  const std::string png_ = demo::draw_picture("hills");
};

TEST_F(UploadsHere, OfMoreBytesThanMayBeAreRefused) {
  auto config = config_for("design.example", FederationMode::open);
  config.media.picture_bytes = config.media.film_bytes = size_t{1} << 20;
  node_.reset();
  auto opened =
      Node::open(dir_.path(), config,
                 {.clock = clock_, .random = random_, .client = network_, .make_keys = spare_keys});
  ASSERT_TRUE(opened.ok());
  node_ = std::move(*opened);
  const auto big = png_ + std::string(1 << 20, ' ');
  const auto refused = accept_upload(*node_, alice(), {.bytes = big});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::too_large);
  EXPECT_THAT(refused.error().what, HasSubstr("more than 1 MiB"));
}

TEST_F(UploadsHere, OfTheSamePictureAreKeptOnce) {
  const auto first = accept_upload(*node_, alice(), {.bytes = png_});
  const auto second = accept_upload(*node_, alice(), {.bytes = png_});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->id, second->id);
  EXPECT_EQ(first->attachment.url, second->attachment.url);
  EXPECT_EQ(count_files("media"), 2U);
}

TEST_F(UploadsHere, ForAProfileMustBePicturesThatDoNotMove) {
  const auto face = accept_profile_picture(*node_, png_, 100, 100);
  ASSERT_TRUE(face.ok());
  EXPECT_THAT(face->text(), HasSubstr("https://design.example/media/"));
  const auto moving = accept_profile_picture(
      *node_, made_by_ffmpeg("-f lavfi -i testsrc2=size=40x30:rate=5:duration=1 -f gif"), 100, 100);
  ASSERT_FALSE(moving.ok());
  EXPECT_THAT(moving.error().what, HasSubstr("does not move"));
}

TEST_F(UploadsHere, WhoseFileIsLostAreToldSo) {
  const auto waiting = accept_upload(*node_, alice(), {.bytes = a_sound()});
  ASSERT_TRUE(waiting.ok());
  EXPECT_EQ(waiting->state, MediaState::waiting);
  std::filesystem::remove_all(dir_.path() / "work");  // as after a backup was put back
  EXPECT_EQ(run_due_uploads(*node_), 1U);
  const auto lost = find_media(*node_->read(), waiting->id);
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->state, MediaState::failed);
  EXPECT_THAT(lost->why, HasSubstr("upload it again"));
}

TEST_F(UploadsHere, ThatEndTheNodeEachTimeAreNotBegunForEver) {
  auto waiting = accept_upload(*node_, alice(), {.bytes = a_sound()});
  ASSERT_TRUE(waiting.ok());
  waiting->attempts = 3;
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return put_media(txn, *waiting, clock_.now()); })
                  .ok());
  run_due_uploads(*node_);
  EXPECT_EQ(find_media(*node_->read(), waiting->id)->state, MediaState::failed);
  EXPECT_EQ(count_files("work"), 0U);
}

TEST_F(UploadsHere, ADescriptionIsAsLongAsItMayBe) {
  std::string umlauts;
  for (size_t i = 0; i < kMostDescription; ++i) umlauts += "ü";
  EXPECT_TRUE(check_description(umlauts).ok());
  EXPECT_FALSE(check_description(umlauts + "ü").ok());
}

// A node whose files lie in a bucket.
class UploadsToABucket : public UploadTest {
 protected:
  void SetUp() override {
    UploadTest::SetUp();
    auto config = config_for("design.example", FederationMode::open);
    config.s3 = bucket_config();
    node_.reset();
    auto opened = Node::open(dir_.path(), config,
                             {.clock = clock_,
                              .random = random_,
                              .client = network_,
                              .make_keys = spare_keys,
                              .storage = &bucket_});
    ASSERT_TRUE(opened.ok());
    node_ = std::move(*opened);
  }
  // The file of an upload, as an app would read it.
  Response read(const Json& media, const char* key, Headers headers = {}) {
    const auto url = Iri::parse(find_string(media, key).value_or(""));
    return get(url.ok() ? std::string(url->path()) : "/", std::move(headers));
  }
  const std::string png_ = demo::draw_picture("hills");
  Bucket bucket_{clock_};
};

TEST_F(UploadsToABucket, LieThereAndNotHereAndAreReadInParts) {
  const auto media = json(upload(alice_, png_));
  EXPECT_EQ(bucket_.objects.size(), 2U);
  EXPECT_EQ(count_files("media") + count_files("work"), 0U);
  const auto whole = read(media, "url");
  ASSERT_EQ(whole.status, 200);
  EXPECT_EQ(header(whole, "Content-Type"), "image/png");
  const auto part = read(media, "url", {{"Range", "bytes=5-24"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(5, 20));
  EXPECT_EQ(read(media, "preview_url").status, 200);
}

TEST_F(UploadsToABucket, AreRefusedWhileItIsAwayAndNothingIsLeft) {
  const auto media = json(upload(alice_, png_));
  bucket_.silent = true;
  const auto refused = upload(alice_, demo::draw_picture("bearing"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("the storage for files cannot be reached"));
  EXPECT_EQ(count_files("media") + count_files("work"), 0U);
  EXPECT_EQ(read(media, "url").status, 503);
  bucket_.silent = false;
  EXPECT_EQ(read(media, "url").status, 200);
  EXPECT_EQ(upload(alice_, demo::draw_picture("bearing")).status, 200);
}

TEST_F(UploadsToABucket, OfWhichTheHalfWasKeptAreSwept) {
  int puts = 0;
  bucket_.before = [&](const std::string& method) {
    bucket_.refuse = method == "PUT" && ++puts == 2 ? 500 : 0;
  };
  EXPECT_EQ(upload(alice_, png_).status, 503);
  EXPECT_EQ(bucket_.objects.size(), 1U);
  clock_.advance(hours(2));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_TRUE(bucket_.objects.empty());
}

TEST_F(UploadsToABucket, ThatNobodyPostsLeaveItAfterADay) {
  ASSERT_EQ(upload(alice_, png_).status, 200);
  EXPECT_EQ(bucket_.objects.size(), 2U);
  clock_.advance(days(2));
  ASSERT_TRUE(node_->keep_house().ok());
  clock_.advance(hours(2));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_TRUE(bucket_.objects.empty());
}

}  // namespace
}  // namespace hallway::test
