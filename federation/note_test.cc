#include "federation/note.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kAuthor = "https://remote.example/users/eve";
constexpr auto kFollowers = "https://remote.example/users/eve/followers";
const std::string kToAll(kPublic);

Json note() {
  return {{"id", "https://remote.example/notes/1"},
          {"type", "Note"},
          {"attributedTo", kAuthor},
          {"content", "<p>Hello</p>"}};
}
Json note_with(const Json& members) {
  auto object = note();
  object.update(members);
  return object;
}
// For what must be readable.
ReadNote parsed(const Json& object) {
  auto read = parse_note(object, kFollowers);
  EXPECT_TRUE(read.ok()) << object << ": " << (read.ok() ? "" : read.error().what);
  return std::move(read).value_or(ReadNote{});
}
Post post_with(const Json& members) { return parsed(note_with(members)).post; }

// --- what is a post ---

TEST(ParseNote, WhatHasNoTypeIdOrAuthorOfItsOriginIsNone) {
  const Json kMembers[] = {
      {{"type", nullptr}},
      {{"type", "Person"}},
      {{"type", "Recipe"}},
      {{"type", 7}},
      {{"type", Json::array()}},
      {{"type", {{"id", "Note"}}}},
      {{"id", nullptr}},
      {{"id", 7}},
      {{"id", "notes/1"}},
      {{"id", "urn:uuid:1"}},
      {{"id", "data:text/plain,x"}},
      {{"attributedTo", nullptr}},
      {{"attributedTo", 7}},
      {{"attributedTo", "eve"}},
      {{"attributedTo", Json::array()}},
      {{"attributedTo", "https://evil.example/users/eve"}},
      {{"attributedTo", "http://remote.example/users/eve"}},
      {{"attributedTo", "https://remote.example:8443/users/eve"}},
  };
  for (const auto& members : kMembers) {
    const auto read = parse_note(note_with(members), kFollowers);
    ASSERT_FALSE(read.ok()) << members;
    EXPECT_EQ(read.error().code, Code::invalid) << members;
  }
  for (const Json& value : {Json(), Json(7), Json("Note"), Json::array({note()})}) {
    EXPECT_FALSE(parse_note(value, kFollowers).ok()) << value;
  }
}

TEST(ParseNote, EveryTypeThatPeoplePublishIsAPost) {
  for (const auto* type : {"Note", "Article", "Page", "Question", "Image", "Video", "Audio",
                           "Document", "Event", "ChatMessage"}) {
    EXPECT_TRUE(is_post_type(type));
    EXPECT_EQ(post_with({{"type", type}}).type, type);
    EXPECT_EQ(post_with({{"type", {"https://schema.org/Thing", type}}}).type, type);
  }
}

TEST(ParseNote, OfSeveralAuthorsTheFirstOfItsOriginCounts) {
  const Json authors = {"https://evil.example/a",
                        {{"type", "Person"}, {"id", kAuthor}},
                        "https://remote.example/users/frank"};
  EXPECT_EQ(parsed(note_with({{"attributedTo", authors}})).author.text(), kAuthor);
  EXPECT_EQ(parsed(note_with({{"attributedTo", {{"id", kAuthor}}}})).author.text(), kAuthor);
}

// --- forms that senders use ---

TEST(ParseNote, AScalarAListAndAnObjectSayTheSame) {
  const auto forms = [](const Json& value, const char* key = "id") {
    return std::vector<Json>{value, Json::array({value}), Json{{key, value}},
                             Json::array({Json{{key, value}}})};
  };
  const Json parent = "https://remote.example/notes/0";
  for (const auto& form : forms(parent)) {
    EXPECT_EQ(post_with({{"inReplyTo", form}}).in_reply_to.text(), parent) << form;
  }
  for (const auto& form : forms("https://home.example/users/alice")) {
    const auto post = post_with({{"to", form}, {"cc", form}});
    EXPECT_THAT(post.to, ElementsAre("https://home.example/users/alice")) << form;
    EXPECT_EQ(post.cc, post.to) << form;
  }
  for (const auto& form : forms("https://remote.example/@eve/1", "href")) {
    EXPECT_EQ(post_with({{"url", form}}).url.text(), "https://remote.example/@eve/1") << form;
  }
  const Json tag = {{"type", "Hashtag"}, {"name", "#Lathe"}};
  for (const auto& form : {tag, Json::array({tag})}) {
    EXPECT_THAT(post_with({{"tag", form}}).tags, ElementsAre("lathe"));
  }
  const Json file = {{"type", {"Document"}}, {"url", {"https://remote.example/1.png"}}};
  for (const auto& form : {file, Json::array({file})}) {
    EXPECT_THAT(post_with({{"attachment", form}}).attachments, SizeIs(1));
  }
  for (const Json& form : {Json("<p>Hi</p>"), Json::array({"<p>Hi</p>"})}) {
    EXPECT_EQ(post_with({{"content", form}}).content, "<p>Hi</p>") << form;
    EXPECT_EQ(post_with({{"summary", form}}).summary, "Hi") << form;
    EXPECT_EQ(post_with({{"name", form}}).title, "Hi") << form;
  }
}

TEST(ParseNote, WhatIsOfAWrongTypeCountsAsAbsent) {
  const auto plain = parsed(note()).post;
  const Json kWrong[] = {
      7, true, {{"x", 1}}, Json::array({7, nullptr, true, Json::object()}), Json::array(), nullptr};
  for (const auto* key : {"summary", "name", "sensitive", "language", "url", "inReplyTo", "to",
                          "cc", "tag", "attachment", "image", "context", "published", "updated",
                          "hallwayLabel", "contentMap", "nameMap", "mediaType"}) {
    for (const auto& value : kWrong) {
      if (std::string_view(key) == "sensitive" && value == true) continue;
      const auto read = parsed(note_with({{key, value}}));
      EXPECT_EQ(note_json(read.post, {}, {}), note_json(plain, {}, {})) << key << value;
      EXPECT_FALSE(read.label) << key << value;
    }
  }
}

TEST(ParseNote, TheFirstOfALanguageMapStandsForTheText) {
  const auto post = post_with({{"content", nullptr}, {"contentMap", {{"de", "<p>Hallo</p>"}}}});
  EXPECT_EQ(post.content, "<p>Hallo</p>");
  EXPECT_EQ(post.language, "de");
  EXPECT_EQ(post_with({{"contentMap", {{"de", "x"}, {"en", "y"}}}}).language, "");
  EXPECT_EQ(post_with({{"contentMap", {{"und", "x"}}}}).language, "");
  EXPECT_EQ(post_with({{"language", {{"identifier", "fr"}, {"name", "Français"}}}}).language, "fr");
  EXPECT_EQ(post_with({{"language", "fr"}}).language, "fr");
}

TEST(ParseNote, ThePageForPeopleIsPreferredToFiles) {
  const Json urls = {
      {{"type", "Link"}, {"mediaType", "video/mp4"}, {"href", "https://r.example/v"}},
      {{"type", "Link"}, {"mediaType", "text/html"}, {"href", "https://r.example/w"}}};
  EXPECT_EQ(post_with({{"url", urls}}).url.text(), "https://r.example/w");
  EXPECT_EQ(post_with({{"url", Json::array({urls[0]})}}).url.text(), "https://r.example/v");
  EXPECT_TRUE(post_with({{"url", "javascript:alert(1)"}}).url.empty());
}

TEST(ParseNote, TextIsSanitizedOrEscaped) {
  const auto post = post_with({{"content", "<p onclick=x>a<script>b</script></p>"},
                               {"summary", "<b>warning</b>"},
                               {"name", "<i>title</i>"}});
  EXPECT_EQ(post.content, "<p>a</p>");
  EXPECT_EQ(post.summary, "warning");
  EXPECT_EQ(post.title, "title");
  EXPECT_EQ(post_with({{"content", "1 < 2"}, {"mediaType", "text/plain"}}).content,
            "<p>1 &lt; 2</p>");
  EXPECT_THAT(post_with({{"content", "See https://r.example/1\r\n\r\n**bold**"},
                         {"mediaType", "text/markdown"}})
                  .content,
              testing::AllOf(testing::HasSubstr("href=\"https://r.example/1\""),
                             testing::HasSubstr("<p>**bold**</p>")));
}

// --- audience ---

TEST(ParseNote, VisibilityFollowsFromWhereThePublicStands) {
  const Json followers = kFollowers, alice = "https://home.example/users/alice", none;
  const struct {
    Json to, cc;
    Visibility visibility;
  } kCases[] = {
      {kToAll, followers, Visibility::public_},
      {"as:Public", none, Visibility::public_},
      {"Public", none, Visibility::public_},
      {Json::array({alice, kToAll}), none, Visibility::public_},
      {followers, kToAll, Visibility::unlisted},
      {none, "as:Public", Visibility::unlisted},
      {followers, none, Visibility::followers},
      {alice, Json::array({followers}), Visibility::followers},
      {alice, none, Visibility::direct},
      {none, none, Visibility::direct},
      {"https://remote.example/users/frank/followers", none, Visibility::direct},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(post_with({{"to", c.to}, {"cc", c.cc}}).visibility, c.visibility) << c.to << c.cc;
  }
  EXPECT_EQ(visibility_of({""}, {}, ""), Visibility::direct) << "no followers is nobody";
}

TEST(ParseNote, EveryNameOfThePublicIsKeptAsOne) {
  EXPECT_THAT(post_with({{"to", {"as:Public"}}, {"cc", "Public"}}).to, ElementsAre(kToAll));
}

TEST(ParseNote, TheGroupThatAPageIsForIsOneMoreAddressee) {
  const std::string group = "https://remote.example/c/lathes";
  EXPECT_THAT(post_with({{"to", kToAll}, {"audience", group}}).cc, ElementsAre(group));
  EXPECT_THAT(post_with({{"to", {group, kToAll}}, {"audience", group}}).cc, IsEmpty());
}

// --- events ---

TEST(ParseNote, AnEventSaysWhenAndWhere) {
  const Json address = {{"type", "PostalAddress"},
                        {"streetAddress", "1 Lathe Lane"},
                        {"postalCode", "EX6"},
                        {"addressLocality", "Exeter"},
                        {"addressCountry", "United Kingdom"}};
  const struct {
    Json location;
    std::string place;
  } kCases[] = {
      {{{"type", "Place"}, {"name", "The Hall"}, {"address", address}},
       "The Hall, 1 Lathe Lane, EX6, Exeter, United Kingdom"},
      {{{"type", "Place"}, {"name", "<b>The</b> Hall"}, {"address", "Lathe Lane"}},
       "The Hall, Lathe Lane"},
      {Json::array({{{"type", "Place"}, {"name", "The Hall"}}}), "The Hall"},
      {{{"type", "VirtualLocation"}, {"url", "https://meet.example/1"}}, "https://meet.example/1"},
      {"The Hall", "The Hall"},
      {7, ""},
      {nullptr, ""},
      {{{"address", {{"streetAddress", 7}}}}, ""},
  };
  for (const auto& c : kCases) {
    const auto post = post_with({{"type", "Event"},
                                 {"startTime", "2026-12-11T19:00:00Z"},
                                 {"endTime", "2026-12-11T21:00:00Z"},
                                 {"location", c.location}});
    EXPECT_EQ(post.place, c.place) << c.location;
    EXPECT_EQ(to_rfc3339(post.starts), "2026-12-11T19:00:00Z");
    EXPECT_EQ(to_rfc3339(post.ends), "2026-12-11T21:00:00Z");
  }
  const auto note = post_with({{"startTime", "2026-12-11T19:00:00Z"}, {"location", "The Hall"}});
  EXPECT_EQ(note.starts.ms, 0) << "a note is no event";
  EXPECT_EQ(note.place, "");
}

// --- limits ---

TEST(ParseNote, ListsEndSomewhere) {
  Json tags = Json::array(), files = Json::array(), people = Json::array();
  for (int i = 0; i < 3'000; ++i) {
    const auto n = std::to_string(i);
    tags.push_back({{"type", "Hashtag"}, {"name", "#tag" + n}});
    tags.push_back({{"type", "Mention"}, {"href", "https://x.example/" + n}});
    files.push_back({{"type", "Image"}, {"url", "https://x.example/" + n}});
    people.push_back("https://x.example/" + n);
  }
  const auto post = post_with({{"tag", tags}, {"attachment", files}, {"to", people}});
  EXPECT_THAT(post.tags, SizeIs(100));
  EXPECT_THAT(post.mentions, SizeIs(100));
  EXPECT_THAT(post.attachments, SizeIs(32));
  EXPECT_THAT(post.to, SizeIs(2'000));
}

TEST(ParseNote, LongTextIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 9'999; ++i) text += "ü";
  for (const auto* lead : {"", "x"}) {
    const auto post = post_with({{"name", lead + text}, {"summary", lead + text}});
    for (const auto& cut : {post.title, post.summary}) {
      EXPECT_LT(cut.size(), text.size());
      EXPECT_NE(cut.size(), 0U);
      EXPECT_EQ(parse_json(dump_json(cut)).value(), cut) << "is UTF-8 still";
      EXPECT_TRUE(cut.ends_with("ü"));
    }
  }
}

TEST(ParseNote, TagsAreNormalizedAndOnce) {
  const Json tags = {
      {{"type", "Hashtag"}, {"name", "#Lathe"}}, {{"type", "Hashtag"}, {"name", "lathe"}},
      {{"type", "Hashtag"}, {"name", "#"}},      {{"type", "Hashtag"}},
      {{"type", "Emoji"}, {"name", ":x:"}},      "#nothing"};
  EXPECT_THAT(post_with({{"tag", tags}}).tags, ElementsAre("lathe"));
}

// --- files ---

TEST(ParseNote, AFileIsReadWithWhatIsSaidAboutIt) {
  const auto post = post_with({{"attachment",
                                {{"type", "Image"},
                                 {"mediaType", "image/png"},
                                 {"url", "https://remote.example/1.png"},
                                 {"name", "A lathe"},
                                 {"blurhash", "UBL_:rOpGG"},
                                 {"width", 640},
                                 {"height", 480},
                                 {"focalPoint", {0.5, -7}}}}});
  ASSERT_THAT(post.attachments, SizeIs(1));
  const auto& file = post.attachments[0];
  EXPECT_EQ(file.type, "Image");
  EXPECT_EQ(file.media_type, "image/png");
  EXPECT_EQ(file.url.text(), "https://remote.example/1.png");
  EXPECT_EQ(file.name, "A lathe");
  EXPECT_EQ(file.width, 640U);
  EXPECT_EQ(file.height, 480U);
  EXPECT_EQ(file.focal_x, 0.5F);
  EXPECT_EQ(file.focal_y, -1.0F);
}

TEST(ParseNote, AFileWithoutAnAddressIsNone) {
  for (const Json& file : {Json{{"type", "Image"}}, Json{{"type", "Image"}, {"url", "x.png"}},
                           Json{{"url", "data:image/png,x"}}, Json("https://x.example/1.png")}) {
    EXPECT_THAT(post_with({{"attachment", file}}).attachments, IsEmpty()) << file;
  }
}

TEST(ParseNote, SizesThatCannotBeAreNone) {
  for (const Json& size : {Json(-1), Json(0), Json(1e9), Json("640"), Json(0.5)}) {
    const auto post = post_with({{"attachment",
                                  {{"type", "Image"},
                                   {"url", "https://remote.example/1.png"},
                                   {"width", size},
                                   {"height", size}}}});
    ASSERT_THAT(post.attachments, SizeIs(1));
    EXPECT_EQ(post.attachments[0].width, 0U) << size;
  }
}

TEST(ParseNote, AVideoIsItsOwnFile) {
  const auto post = post_with(
      {{"type", "Video"},
       {"url",
        {{{"type", "Link"}, {"mediaType", "text/html"}, {"href", "https://r.example/w"}},
         {{"type", "Link"}, {"mediaType", "video/mp4"}, {"href", "https://r.example/v"}}}}});
  ASSERT_THAT(post.attachments, SizeIs(1));
  EXPECT_EQ(post.attachments[0].type, "Video");
  EXPECT_EQ(post.attachments[0].media_type, "video/mp4");
  EXPECT_EQ(post.attachments[0].url.text(), "https://r.example/v");
}

}  // namespace
}  // namespace hallway::test
