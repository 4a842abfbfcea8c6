#include "federation/alt_text.h"

#include <gmock/gmock.h>

#include "storage/settings.h"
#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

class AltTextRule : public PublishTest {
 protected:
  void rule(std::string_view text) {
    ASSERT_TRUE(
        writer_->apply([&](WriteTxn& txn) { return put_setting(txn, kAltTextSetting, text); })
            .ok());
  }
  static Attachment picture(const std::string& description) {
    return {.type = "Image",
            .media_type = "image/png",
            .url = iri("https://local.example/media/x.png"),
            .name = description};
  }
  bool taken(const Attachment& file) { return check_alt_text(read(), {file}).ok(); }
};

TEST_F(AltTextRule, AsksUnlessSomethingElseIsSet) {
  EXPECT_EQ(alt_text_rule(read()), AltText::ask);
  for (const auto one : {AltText::off, AltText::ask, AltText::require}) {
    rule(name_of(one));
    EXPECT_EQ(alt_text_rule(read()), one);
    EXPECT_EQ(taken(picture("")), one != AltText::require);
  }
  EXPECT_EQ(parse_alt_text("maybe").error().code, Code::invalid);
}

TEST_F(AltTextRule, IsAboutWhatOneLooksAt) {
  rule("require");
  EXPECT_TRUE(taken(picture("A kiln")));
  EXPECT_FALSE(taken(picture(" \n")));
  EXPECT_TRUE(taken({.type = "Video", .media_type = "video/mp4"}));
  EXPECT_FALSE(taken({.type = "Video", .media_type = "video/mp4", .loop = true}));
  EXPECT_TRUE(taken({.type = "Audio", .media_type = "audio/mpeg"}));
}

TEST_F(AltTextRule, NoDoorLetsAPictureWithoutWordsOut) {
  rule("require");
  EXPECT_EQ(refused(alice_, {.text = "Look", .attachments = {picture("")}}), Code::invalid);
  const auto post = ok(act(alice_, [&](Local& l) {
    return publish(l, {.text = "Look", .attachments = {picture("A kiln")}});
  }));
  const auto worse = act(alice_, [&](Local& l) {
    return edit_post(l, post.id, {.text = "Look", .attachments = std::vector{picture("")}});
  });
  EXPECT_EQ(worse.error().code, Code::invalid);
  edit(alice_, post, {.text = "Look again"});  // what is not touched is not judged anew
}

}  // namespace
}  // namespace hallway::test
