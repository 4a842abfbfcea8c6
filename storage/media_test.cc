#include "storage/media.h"

#include <gmock/gmock.h>

#include "storage/verify.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Uploads : public StoreTest {
 protected:
  Id upload(Id owner, MediaState state, Time at = kNow) {
    Media media{.owner = owner, .state = state};
    media.attachment = {.type = "Video",
                        .media_type = "video/mp4",
                        .url = iri("https://a.example/media/1.mp4"),
                        .name = "a bearing",
                        .blurhash = "L00000",
                        .width = 640,
                        .height = 480,
                        .focal_x = 0.5F,
                        .focal_y = -1,
                        .preview = iri("https://a.example/media/1.jpg"),
                        .duration = seconds(3),
                        .preview_width = 320,
                        .preview_height = 240,
                        .loop = true,
                        .captions = {{"de", "Deutsch", iri("https://a.example/media/1.vtt")},
                                     {"en", "English", iri("https://a.example/media/2.vtt")}}};
    write([&](WriteTxn& txn) { return put_media(txn, media, at); });
    return media.id;
  }
  Result<std::vector<Attachment>> take(Id owner, const std::vector<Id>& ids) {
    return writer_->apply([&](WriteTxn& txn) { return take_media(txn, owner, ids); });
  }
};

TEST_F(Uploads, AreWhatTheyWereWhenAPostTakesThemAndThenGone) {
  const Id first = upload(kAlice, MediaState::ready), second = upload(kAlice, MediaState::ready);
  const auto taken = take(kAlice, {second, first});
  ASSERT_TRUE(taken.ok()) << taken.error().what;
  ASSERT_EQ(taken->size(), 2U);
  const auto& film = taken->front();
  EXPECT_EQ(film.id, second);
  EXPECT_EQ(film.type, "Video");
  EXPECT_EQ(film.url.text(), "https://a.example/media/1.mp4");
  EXPECT_EQ(film.preview.text(), "https://a.example/media/1.jpg");
  EXPECT_EQ(film.name, "a bearing");
  EXPECT_EQ(film.duration, seconds(3));
  EXPECT_EQ(film.preview_width, 320U);
  EXPECT_EQ(film.preview_height, 240U);
  EXPECT_EQ(film.focal_y, -1);
  EXPECT_TRUE(film.loop);
  const Caption english{"en", "English", iri("https://a.example/media/2.vtt")};
  ASSERT_EQ(film.captions.size(), 2U);
  EXPECT_EQ(film.captions[1], english);
  EXPECT_EQ(read().count(Table::media), 0U);
}

TEST_F(Uploads, NameTheFilesThatTheyNeed) {
  upload(kAlice, MediaState::ready);
  const auto named = carried_by_posts(read(), "https://a.example/media/");
  ASSERT_TRUE(named.ok());
  EXPECT_THAT(*named, ElementsAre("1.jpg", "1.mp4", "1.vtt", "2.vtt"));
}

TEST_F(Uploads, AreFoundByTheirAddressByTheirOwnerAlone) {
  const Id id = upload(kAlice, MediaState::ready);
  const auto at = iri("https://a.example/media/1.mp4");
  const auto found = find_upload(read(), kAlice, at);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_FALSE(find_upload(read(), kBob, at));
  EXPECT_FALSE(find_upload(read(), kAlice, iri("https://a.example/media/2.mp4")));
}

TEST_F(Uploads, AreTakenOnceByTheirOwnerAndWhenTheyAreReadyOrNotAtAll) {
  const Id good = upload(kAlice, MediaState::ready), waiting = upload(kAlice, MediaState::waiting),
           failed = upload(kAlice, MediaState::failed), bobs = upload(kBob, MediaState::ready);
  for (const auto& ids : std::vector<std::vector<Id>>{
           {good, good}, {good, waiting}, {good, failed}, {good, bobs}, {good, Id{1}}}) {
    const auto taken = take(kAlice, ids);
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().code, Code::invalid) << taken.error().what;
    EXPECT_TRUE(find_media(read(), good)) << "nothing is taken of what is refused";
  }
  ASSERT_TRUE(take(kAlice, {good}).ok());
  EXPECT_FALSE(take(kAlice, {good}).ok());
}

TEST_F(Uploads, ThatWaitAreFoundAgainTheOldestFirst) {
  const Id first = upload(kAlice, MediaState::waiting), second = upload(kBob, MediaState::waiting);
  upload(kAlice, MediaState::ready);
  EXPECT_THAT(list_waiting_media(read(), 9), ElementsAre(first, second));
  EXPECT_THAT(list_waiting_media(read(), 1), ElementsAre(first));
  EXPECT_EQ(count_waiting_media(read(), kAlice, 9), 1U);
}

TEST_F(Uploads, ThatNobodyPostedAreFoundByTheirAge) {
  const Id old = upload(kAlice, MediaState::ready, kNow - days(2));
  upload(kAlice, MediaState::ready);
  const Id ahead = upload(kBob, MediaState::failed, kNow + days(365));
  std::vector<Id> left;
  for (const auto& media : list_media_left(read(), kNow - days(1), kNow, 9)) {
    left.push_back(media.id);
  }
  EXPECT_THAT(left, ElementsAre(old, ahead));
}

}  // namespace
}  // namespace hallway
