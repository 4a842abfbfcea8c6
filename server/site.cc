#include "server/site.h"

#include <algorithm>
#include <array>

#include "federation/plain_text.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/settings.h"

namespace hallway {
namespace {

constexpr std::string_view kNameSetting = "name", kDescriptionSetting = "description",
                           kAccentSetting = "accent";
constexpr std::array<std::string_view, 6> kAccents = {"lagoon", "plum",   "moss",
                                                      "brick",  "indigo", "slate"};
constexpr size_t kLongestSiteName = 100, kLongestDescription = 1'000;

struct SitePart {
  std::string_view setting;
  const std::optional<std::string>& text;
  bool fixed;
  size_t longest;
};

Result<void> check_part(const SitePart& part) {
  if (!part.text) return {};
  if (part.fixed) {
    return fail(Code::conflict, "hallway.toml says the " + std::string(part.setting) +
                                    " of this node; change it there");
  }
  if (part.text->size() <= part.longest) return {};
  return fail(Code::invalid, "the " + std::string(part.setting) + " of a node holds at most " +
                                 std::to_string(part.longest) + " bytes");
}

Result<void> check_accent(const std::optional<std::string>& accent) {
  if (!accent || std::ranges::find(kAccents, *accent) != kAccents.end()) return {};
  return fail(Code::invalid, "\"" + *accent + "\" is no colour that a node can have");
}

}  // namespace

std::span<const std::string_view> accents() { return kAccents; }

FixedSite fixed_site(const Config& config) {
  // Where the file says no name, the configuration has the domain for it (server/config.cc).
  const bool named = !config.node.name.empty() && config.node.name != config.node.domain.text();
  return {.name = named, .description = !config.node.description.empty()};
}

Site site_of(const ReadTxn& txn, const Node& node) {
  Site site = {node.home().name, node.home().description, std::string(kAccents.front())};
  const auto fixed = fixed_site(node.config());
  const auto take = [&](std::string& into, std::string_view setting) {
    if (auto text = find_setting(txn, setting); !text.empty()) into = std::move(text);
  };
  if (!fixed.name) take(site.name, kNameSetting);
  if (!fixed.description) take(site.description, kDescriptionSetting);
  take(site.accent, kAccentSetting);
  return site;
}

Site site_of(const Node& node) {
  if (const auto txn = node.read(); txn.ok()) return site_of(*txn, node);
  return {node.home().name, node.home().description, std::string(kAccents.front())};
}

Result<Site> set_site(Node& node, const SiteChange& change, std::string_view by) {
  const auto fixed = fixed_site(node.config());
  const SitePart parts[] = {
      {kNameSetting, change.name, fixed.name, kLongestSiteName},
      {kDescriptionSetting, change.description, fixed.description, kLongestDescription},
      {kAccentSetting, change.accent, false, kLongestSiteName}};
  for (const auto& part : parts) TRY(check_part(part));
  TRY(check_accent(change.accent));
  return node.writer().apply([&](WriteTxn& txn) -> Result<Site> {
    auto details = details_by(by);
    for (const auto& part : parts) {
      if (!part.text) continue;
      const auto text = clean_text(*part.text);
      TRY(put_setting(txn, part.setting, text));
      details[std::string(part.setting)] = text;
    }
    TRY(note_deed(txn, node, "SetSite", "", details));
    return site_of(txn, node);
  });
}

}  // namespace hallway
