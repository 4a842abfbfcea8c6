#include "webfinger/nodeinfo.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace hallway {
namespace {

const Iri& base() {
  static const Iri iri = Iri::parse("https://design.example/").value();
  return iri;
}

NodeFacts facts() {
  return {.version = "0.1.0",
          .name = "Design",
          .description = "What we draw",
          .open_registrations = false,
          .repository = Iri::parse("https://code.example/hallway").value(),
          .homepage = Iri::parse("https://hallway.example/").value(),
          .users = 12,
          .active_month = 7,
          .active_halfyear = 9,
          .local_posts = 345};
}

std::set<std::string> members(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) names.insert(name);
  return names;
}

TEST(NodeInfo, HasWhatTheSchemaDemandsAndNothingElse) {
  for (const int minor : {0, 1}) {
    const Json json = nodeinfo(facts(), minor);
    EXPECT_EQ(members(json), (std::set<std::string>{"version", "software", "protocols", "services",
                                                    "openRegistrations", "usage", "metadata"}));
    EXPECT_EQ(json["version"], minor == 0 ? "2.0" : "2.1");
    EXPECT_EQ(json["software"]["name"], "hallway");
    EXPECT_EQ(json["software"]["version"], "0.1.0");
    EXPECT_EQ(dump_json(json["protocols"]), R"(["activitypub"])");
    EXPECT_EQ(dump_json(json["services"]), R"({"inbound":[],"outbound":[]})");
    EXPECT_EQ(json["openRegistrations"], false);
    EXPECT_EQ(dump_json(json["usage"]),
              R"({"localPosts":345,"users":{"activeHalfyear":9,"activeMonth":7,"total":12}})");
    EXPECT_EQ(
        dump_json(json["metadata"]),
        R"({"features":["pleroma_emoji_reactions"],"nodeDescription":"What we draw","nodeName":"Design","upstream":{"name":"mastodon"}})");
  }
}

TEST(NodeInfo, OnlyTwoPointOneNamesRepositoryAndHomepage) {
  EXPECT_EQ(members(nodeinfo(facts(), 0)["software"]), (std::set<std::string>{"name", "version"}));
  const Json software = nodeinfo(facts(), 1)["software"];
  EXPECT_EQ(software["repository"], "https://code.example/hallway");
  EXPECT_EQ(software["homepage"], "https://hallway.example/");
  NodeFacts unknown = facts();
  unknown.repository.reset();
  unknown.homepage.reset();
  EXPECT_EQ(members(nodeinfo(unknown, 1)["software"]), (std::set<std::string>{"name", "version"}));
}

TEST(NodeInfo, WhatWeWriteWeRead) {
  const auto software = parse_nodeinfo(dump_json(nodeinfo(facts(), 1)));
  ASSERT_TRUE(software.ok());
  EXPECT_EQ(software->name, "hallway");
  EXPECT_EQ(software->version, "0.1.0");
  const Iri asked = Iri::parse("https://design.example/.well-known/nodeinfo").value();
  EXPECT_EQ(parse_nodeinfo_discovery(dump_json(nodeinfo_discovery(base())), asked)->text(),
            "https://design.example/nodeinfo/2.1");
}

std::string link(const std::string& version, const std::string& href) {
  return R"({"rel":"http://nodeinfo.diaspora.software/ns/schema/)" + version + R"(","href":")" +
         href + "\"}";
}

// Attack 25: a NodeInfo link to a private address, a data: address or another host is not followed.
TEST(NodeInfo, DiscoveryTakesTheNewestLinkOfItsOwnOrigin) {
  struct Case {
    std::string links, found;  // empty: refused
  };
  const std::vector<Case> cases = {
      {"[" + link("2.0", "https://a.example/n") + "]", "https://a.example/n"},
      {link("2.0", "https://a.example/n"), "https://a.example/n"},
      {"[" + link("2.1", "https://a.example/21") + "," + link("2.0", "https://a.example/20") + "]",
       "https://a.example/21"},
      {"[" + link("1.0", "https://a.example/10") + "," + link("2.0", "https://a.example/20") + "]",
       "https://a.example/20"},
      {"[" + link("9.9", "https://a.example/99") + "," + link("2.0", "https://a.example/20") + "]",
       "https://a.example/20"},
      {"[" + link("2.1", "https://b.example/21") + "," + link("2.0", "https://a.example/20") + "]",
       "https://a.example/20"},
      {"[" + link("2.0", "https://b.example/n") + "]", ""},
      {"[" + link("2.0", "http://a.example/n") + "]", ""},
      {"[" + link("2.0", "https://a.example:8443/n") + "]", ""},
      {"[" + link("2.0", "http://127.0.0.1/n") + "]", ""},
      {"[" + link("2.0", "data:application/json,{}") + "]", ""},
      {"[" + link("2.0", "/n") + "]", ""},
      {R"([{"rel":"self","href":"https://a.example/n"}])", ""},
      {R"([{"rel":7,"href":"https://a.example/n"},null,3,"x"])", ""},
      {"[]", ""},
      {"null", ""},
  };
  const Iri asked = Iri::parse("https://a.example/.well-known/nodeinfo").value();
  for (const auto& [links, found] : cases) {
    const auto iri = parse_nodeinfo_discovery("{\"links\":" + links + "}", asked);
    EXPECT_EQ(iri ? iri->text() : "", found) << links;
    EXPECT_TRUE(iri.ok() || iri.error().code == Code::invalid) << links;
  }
  EXPECT_FALSE(parse_nodeinfo_discovery("[]", asked).ok());
  EXPECT_FALSE(parse_nodeinfo_discovery("", asked).ok());
}

TEST(NodeInfo, SoftwareOfOthersIsReadLeniently) {
  EXPECT_EQ(parse_nodeinfo(R"({"software":{"name":"mastodon"}})")->version, "");
  EXPECT_EQ(parse_nodeinfo(R"({"software":{"name":"x","version":7}})")->version, "");
  EXPECT_EQ(
      parse_nodeinfo(R"({"software":{"name":"x","version":")" + std::string(500, '1') + "\"}}")
          ->version.size(),
      100u);
  for (const std::string body : {"", "[]", "{}", R"({"software":"mastodon"})",
                                 R"({"software":{"name":""}})", R"({"software":{"name":["x"]}})",
                                 R"({"software":null})", "{\"software\":{\"name\":\"x\"}"}) {
    ASSERT_FALSE(parse_nodeinfo(body).ok()) << body;
    EXPECT_EQ(parse_nodeinfo(body).error().code, Code::invalid) << body;
  }
  EXPECT_FALSE(parse_nodeinfo(R"({"software":{"name":")" + std::string(101, 'x') + "\"}}").ok());
}

}  // namespace
}  // namespace hallway
