#include "webfinger/nodeinfo.h"

#include <algorithm>

namespace hallway {
namespace {

constexpr std::string_view kSchema = "http://nodeinfo.diaspora.software/ns/schema/";
constexpr size_t kLongestNodeInfo = 256 * 1024;
constexpr size_t kLongestSoftware = 100;

Json link_to(const Iri& base, const std::string& version) {
  return {{"rel", std::string(kSchema) + version}, {"href", base.text() + "nodeinfo/" + version}};
}

Result<Json> parse_object(std::string_view body) {
  auto json = parse_json(body, {.bytes = kLongestNodeInfo});
  if (!json) return fail(Code::invalid, "NodeInfo: " + json.error().what);
  if (!json->is_object()) return fail(Code::invalid, "NodeInfo is not an object");
  return json;
}

Json software_of(const NodeFacts& facts, int minor) {
  Json out = {{"name", "hallway"}, {"version", facts.version}};
  if (minor < 1) return out;  // 2.0 knows no other members
  if (facts.repository) out["repository"] = facts.repository->text();
  if (facts.homepage) out["homepage"] = facts.homepage->text();
  return out;
}

}  // namespace

Json nodeinfo_discovery(const Iri& base) {
  return {{"links", Json::array({link_to(base, "2.0"), link_to(base, "2.1")})}};
}

Json nodeinfo(const NodeFacts& facts, int minor) {
  return {
      {"version", minor < 1 ? "2.0" : "2.1"},
      {"software", software_of(facts, minor)},
      {"protocols", Json::array({"activitypub"})},
      {"services", {{"inbound", Json::array()}, {"outbound", Json::array()}}},
      {"openRegistrations", facts.open_registrations},
      {"usage",
       {{"users",
         {{"total", facts.users},
          {"activeMonth", facts.active_month},
          {"activeHalfyear", facts.active_halfyear}}},
        {"localPosts", facts.local_posts}}},
      {"metadata",
       {{"nodeName", facts.name},
        {"nodeDescription", facts.description},
        // By this name apps and servers look for it, whoever offers it.
        {"features", Json::array({"pleroma_emoji_reactions"})},
        // megalodon takes a server for one with the Mastodon API by this member.
        {"upstream", {{"name", "mastodon"}}}}},
  };
}

Result<Iri> parse_nodeinfo_discovery(std::string_view body, const Iri& asked) {
  const Json json = TRY(parse_object(body));
  std::string_view best;
  std::optional<Iri> found;
  for (const Json* each : find_list(json, "links")) {
    const auto rel = find_string(*each, "rel");
    const auto href = find_string(*each, "href");
    if (!rel || !href || !rel->starts_with(kSchema)) continue;
    const std::string_view version = rel->substr(kSchema.size());
    const bool readable = version == "2.2" || version == "2.1" || version == "2.0" ||
                          version == "1.1" || version == "1.0";
    if (!readable || version <= best) continue;
    auto iri = Iri::parse(*href);
    // A link that leaves its origin could make us ask a host that policy forbids (attack 25), or
    // let one host speak for another.
    if (!iri || !iri->same_origin(asked)) continue;
    best = version;
    found = *std::move(iri);
  }
  if (!found) return fail(Code::invalid, "no NodeInfo link of its own origin: " + asked.text());
  return *std::move(found);
}

Result<PeerSoftware> parse_nodeinfo(std::string_view body) {
  const Json json = TRY(parse_object(body));
  const Json* software = find_member(json, "software");
  const auto name = software ? find_string(*software, "name") : std::nullopt;
  if (!name || name->empty() || name->size() > kLongestSoftware) {
    return fail(Code::invalid, "NodeInfo without software name");
  }
  const auto version = find_string(*software, "version").value_or("");
  return PeerSoftware{std::string(*name), std::string(version.substr(0, kLongestSoftware))};
}

}  // namespace hallway
