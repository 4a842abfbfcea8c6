#include "server/site.h"

#include <algorithm>
#include <array>

#include "federation/plain_text.h"
#include "server/node.h"
#include "server/people.h"
#include "server/uploads.h"
#include "storage/actors.h"
#include "storage/media.h"
#include "storage/settings.h"

namespace hallway {
namespace {

constexpr std::string_view kNameSetting = "name", kDescriptionSetting = "description",
                           kAccentSetting = "accent";
constexpr std::array<std::string_view, 6> kAccents = {"lagoon", "plum",   "moss",
                                                      "brick",  "indigo", "slate"};
constexpr size_t kLongestSiteName = 100, kLongestDescription = 1'000;
constexpr size_t kMostLogoBytes = 1024 * 1024;

struct SitePart {
  std::string_view setting;
  std::optional<std::string> text;
  bool fixed = false;
  size_t longest = kLongestSiteName;
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

Iri picture_set(const ReadTxn& txn, std::string_view setting) {
  return Iri::parse(find_setting(txn, setting)).value_or(Iri());
}

// As it is to be kept: nothing where nothing was said.
Result<std::optional<TwoForms>> logo_in(Node& node, const SiteChange& change) {
  if (!change.logo) return std::optional<TwoForms>();
  if (change.logo->empty()) return std::optional(TwoForms());
  if (change.logo->size() > kMostLogoBytes) {
    return fail(Code::too_large, "the logo of a node has at most 1 MiB");
  }
  return std::optional(TRY(accept_logo(node, *change.logo)));
}

// What the node's own actor is shown with elsewhere. Whoever looks at it next sees it.
Result<void> show_as_actor(WriteTxn& txn, const Node& node, const Iri& icon) {
  auto actor = find_actor(txn, node.home().instance_actor());
  if (!actor) return {};
  actor->icon = icon;
  return put_actor(txn, *actor, node.now());
}

Site configured(const Node& node) {
  Site site;
  site.name = node.home().name;
  site.description = node.home().description;
  site.accent = kAccents.front();
  return site;
}

std::vector<SitePart> parts_of(const Node& node, const SiteChange& change) {
  const auto fixed = fixed_site(node.config());
  return {{kNameSetting, change.name, fixed.name},
          {kDescriptionSetting, change.description, fixed.description, kLongestDescription},
          {kAccentSetting, change.accent},
          {kAltTextSetting, change.alt_text}};
}

Result<void> check_change(const std::vector<SitePart>& parts, const SiteChange& change) {
  for (const auto& part : parts) TRY(check_part(part));
  TRY(check_accent(change.accent));
  if (change.alt_text) TRY(parse_alt_text(*change.alt_text));
  return {};
}

}  // namespace

std::span<const std::string_view> accents() { return kAccents; }

FixedSite fixed_site(const Config& config) {
  // Where the file says no name, the configuration has the domain for it (server/config.cc).
  const bool named = !config.node.name.empty() && config.node.name != config.node.domain.text();
  return {.name = named, .description = !config.node.description.empty()};
}

Site site_of(const ReadTxn& txn, const Node& node) {
  auto site = configured(node);
  const auto fixed = fixed_site(node.config());
  const auto take = [&](std::string& into, std::string_view setting) {
    if (auto text = find_setting(txn, setting); !text.empty()) into = std::move(text);
  };
  if (!fixed.name) take(site.name, kNameSetting);
  if (!fixed.description) take(site.description, kDescriptionSetting);
  take(site.accent, kAccentSetting);
  site.logo = picture_set(txn, kLogoSetting);
  site.logo_icon = picture_set(txn, kLogoIconSetting);
  site.alt_text = alt_text_rule(txn);
  return site;
}

Site site_of(const Node& node) {
  if (const auto txn = node.read(); txn.ok()) return site_of(*txn, node);
  return configured(node);
}

Result<Site> set_site(Node& node, const SiteChange& change, std::string_view by) {
  auto parts = parts_of(node, change);
  TRY(check_change(parts, change));
  const auto logo = TRY(logo_in(node, change));
  if (logo) {
    parts.push_back({.setting = kLogoSetting, .text = logo->preview.text()});
    parts.push_back({.setting = kLogoIconSetting, .text = logo->kept.text()});
  }
  return node.writer().apply([&](WriteTxn& txn) -> Result<Site> {
    auto details = details_by(by);
    for (const auto& part : parts) {
      if (!part.text) continue;
      const auto text = clean_text(*part.text);
      TRY(put_setting(txn, part.setting, text));
      details[std::string(part.setting)] = text;
    }
    if (logo) TRY(show_as_actor(txn, node, logo->kept));
    if (logo) TRY(leave_media(txn, node.now()));
    TRY(note_deed(txn, node, "SetSite", "", details));
    return site_of(txn, node);
  });
}

}  // namespace hallway
