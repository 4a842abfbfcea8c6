#include "server/media_files.h"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>

#include "federation/actor.h"
#include "federation/delete_actor.h"
#include "federation/post.h"
#include "server/demo_picture.h"
#include "storage/log.h"
#include "tests/support/api.h"

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
  uint64_t due() { return find_position(*node_->read(), kPicturesLeft); }
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
  const auto missing = find_missing_pictures(node_->store().dir(), node_->home());
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

TEST_F(MediaFiles, APictureThatIsKeptAgainIsAsGoodAsNew) {
  const auto hers = post_picture("alice", "bearing");
  make_old(hers);
  ASSERT_TRUE(keep_picture(*node_, demo::draw_picture("bearing"), "").ok());
  delete_alice();
  EXPECT_THAT(files(), UnorderedElementsAre(hers));
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
