#include "server/media_files.h"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>

#include "federation/actor.h"
#include "federation/delete_actor.h"
#include "federation/post.h"
#include "server/demo_picture.h"
#include "server/folder_blobs.h"
#include "storage/backup.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/verify.h"
#include "tests/support/api.h"
#include "tests/support/sanitizer.h"

namespace hallway::test {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Alice and bob attach pictures, then alice is deleted.
class MediaFiles : public ApiTest {
 protected:
  Actor actor(const std::string& name) {
    return find_actor_by_handle(*node_->read(), name, "design.example").value_or(Actor{});
  }
  std::string post_picture(const std::string& who, const std::string& what) {
    auto kept = keep_picture(*node_, demo::draw_picture(what), what);
    EXPECT_TRUE(kept.ok());
    const auto url = kept->url.text();
    EXPECT_TRUE(node_
                    ->act_as(actor(who),
                             [&](Local& local) {
                               return publish(local, NewPost{.text = what, .attachments = {*kept}});
                             })
                    .ok());
    return url.substr(url.rfind('/') + 1);
  }
  void delete_alice() {
    auto gone = node_->act_as(actor("alice"), [](Local& local) { return delete_actor(local, {}); });
    EXPECT_TRUE(gone.ok());
    keep_house();
  }
  void keep_house() { EXPECT_TRUE(node_->keep_house().ok()); }
  std::filesystem::path at(const std::string& name) {
    return node_->store().dir() / "media" / name;
  }
  void make_old(const std::string& name) {
    std::filesystem::last_write_time(
        at(name), std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  }
  std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(at(""))) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  Result<std::vector<std::string>> missing_in(const std::filesystem::path& dir) {
    FolderBlobs blobs(dir / "media");
    return find_missing(blobs, TRY(list_carried(dir, node_->home().at("media/").text())));
  }
  uint64_t due() { return find_position(*node_->read(), kMediaLeft); }
};

TEST_F(MediaFiles, WhatOnlyTheDeletedAttachedLeavesAndWhatOthersCarryStays) {
  const auto hers = post_picture("alice", "bearing"), both = post_picture("alice", "hills");
  post_picture("bob", "hills");
  make_old(hers);
  make_old(both);
  keep_house();
  EXPECT_THAT(files(), UnorderedElementsAre(hers, both));
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(both));
  EXPECT_EQ(get("/media/" + hers).status, 404);
  EXPECT_EQ(get("/media/" + both).status, 200);
  EXPECT_EQ(due(), 0U);
  const auto missing = missing_in(node_->store().dir());
  ASSERT_TRUE(missing.ok());
  EXPECT_THAT(*missing, IsEmpty());
}

TEST_F(MediaFiles, WhatCameJustNowMayBeAboutToBePostedAndIsLookedAtLater) {
  const auto hers = post_picture("alice", "bearing");
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
  make_old(hers);
  keep_house();
  EXPECT_THAT(files(), UnorderedElementsAre(hers)) << "once an hour";
  clock_.advance(hours(1));
  keep_house();
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_EQ(due(), 0U);
}

TEST_F(MediaFiles, WhatCameWhileTheClockWasAheadIsNotKeptForAsLong) {
  const auto hers = post_picture("alice", "bearing");
  std::filesystem::last_write_time(
      at(hers), std::filesystem::file_time_type::clock::now() + std::chrono::hours(24 * 365));
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers)) << "as if it had come now";
  EXPECT_LT(std::filesystem::last_write_time(at(hers)),
            std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  make_old(hers);
  clock_.advance(hours(1));
  keep_house();
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_EQ(due(), 0U);
}

TEST_F(MediaFiles, ASweepThatWasPlannedWhileTheClockWasAheadDoesNotWaitForAsLong) {
  const auto hers = post_picture("alice", "bearing");
  clock_.advance(days(365));
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
  make_old(hers);
  clock_.set(clock_.now() - days(365));
  keep_house();
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_EQ(due(), 0U);
}

TEST_F(MediaFiles, APictureThatIsKeptAgainIsAsGoodAsNew) {
  const auto hers = post_picture("alice", "bearing");
  make_old(hers);
  ASSERT_TRUE(keep_picture(*node_, demo::draw_picture("bearing"), "").ok());
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
}

TEST_F(MediaFiles, NothingIsRemovedWhereAPostCannotBeRead) {
  const auto hers = post_picture("alice", "bearing");
  make_old(hers);
  auto damaged = node_->writer().apply([](WriteTxn& txn) {
    return txn.put(Table::posts, key_of(Id{1}).view(), "no record of ours, but text");
  });
  ASSERT_TRUE(damaged.ok());
  auto gone = node_->act_as(actor("alice"), [](Local& local) { return delete_actor(local, {}); });
  ASSERT_TRUE(gone.ok());
  (void)node_->keep_house();
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
  EXPECT_NE(due(), 0U) << "looked at again";
  const auto carried = list_carried(node_->store().dir(), node_->home().at("media/").text());
  ASSERT_FALSE(carried.ok());
  EXPECT_EQ(carried.error().code, Code::corrupt);
}

TEST_F(MediaFiles, WhatCouldNotBeRemovedIsLookedAtAgain) {
  const auto hers = post_picture("alice", "bearing");
  make_old(hers);
  const auto in_the_way = hers + ".gone";
  std::filesystem::create_directory(at(in_the_way));
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers, in_the_way));
  EXPECT_NE(due(), 0U);
  std::filesystem::remove(at(in_the_way));
  clock_.advance(hours(1));
  keep_house();
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_EQ(due(), 0U);
}

TEST_F(MediaFiles, WhatWasLeftAsGoneGoesOrComesBackWhereItIsCarried) {
  const auto hers = post_picture("alice", "bearing"), his = post_picture("bob", "hills");
  for (const auto& name : {hers, his}) {
    make_old(name);
    std::filesystem::rename(at(name), at(name + ".gone"));
  }
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(his));
  EXPECT_EQ(due(), 0U);
}

TEST_F(MediaFiles, ABackupHoldsThePicturesThatItsStoreNamesWhoeverLeavesMeanwhile) {
  if (kThreadSanitizer) return;  // which takes no thread begun after a fork from several
  const auto hers = post_picture("alice", "bearing");
  make_old(hers);
  const TempDir outside;
  const auto file = outside.path() / "node.backup", restored = outside.path() / "restored";
  bool left = false;
  BackupOptions options{.made = clock_.now()};
  options.progress = [&](uint64_t, uint64_t) {
    if (!std::exchange(left, true)) delete_alice();  // the store is being copied
  };
  ASSERT_TRUE(make_backup(node_->store().dir(), file, options).ok());
  ASSERT_TRUE(left);
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
  keep_house();
  EXPECT_THAT(files(), IsEmpty()) << "once the backup is made";
  ASSERT_TRUE(restore_backup(file, restored).ok());
  EXPECT_TRUE(std::filesystem::exists(restored / "media" / hers));
  const auto missing = missing_in(restored);
  ASSERT_TRUE(missing.ok());
  EXPECT_THAT(*missing, IsEmpty());
}

TEST_F(MediaFiles, WhatIsNoPictureOfOursIsLeftAlone) {
  const auto hers = post_picture("alice", "bearing");
  const std::string other = "notes.txt";
  std::filesystem::copy_file(at(hers), at(other));
  make_old(hers);
  make_old(other);
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(other));
}

}  // namespace
}  // namespace hallway::test
