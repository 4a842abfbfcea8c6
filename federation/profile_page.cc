#include "federation/profile_page.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/html_links.h"
#include "storage/fetches.h"

namespace hallway {
namespace {

constexpr size_t kMostLinks = 5'000;

// With and without a slash at its end it is the same page.
std::string_view trimmed(std::string_view address) {
  if (address.ends_with('/')) address.remove_suffix(1);
  return address;
}

}  // namespace

std::optional<Iri> profile_page_of(const Field& field) {
  if (field.value.find('<') != std::string::npos) return std::nullopt;  // somebody else's HTML
  const auto page = Iri::parse(text_of_html(field.value));
  return page ? std::optional(*page) : std::nullopt;
}

std::string field_html(const Field& field) {
  const auto page = profile_page_of(field);
  if (!page) return sanitize_html(field.value);
  return "<a href=\"" + escape_html(page->text()) +
         "\" rel=\"me nofollow noopener noreferrer\" target=\"_blank\">" +
         escape_html(text_of_html(field.value)) + "</a>";
}

std::vector<Field> with_known_pages(std::vector<Field> fresh, const std::vector<Field>& old) {
  for (auto& field : fresh) {
    const auto known = std::ranges::find(old, field.value, &Field::value);
    if (known != old.end()) field.verified = known->verified;
  }
  return fresh;
}

Result<void> ask_for_profile_pages(WriteTxn& txn, const Actor& actor, Time now) {
  for (const auto& field : actor.fields) {
    const auto page = profile_page_of(field);
    if (!page) continue;
    TRY(add_fetch(txn, {.iri = *page,
                        .reason = FetchReason::profile_page,
                        .next = now,
                        .created = now,
                        .about = actor.id}));
  }
  return {};
}

bool leads_back(std::string_view html, const Home& home, const Actor& actor) {
  const auto links = links_in_html(html, kMostLinks);
  return std::ranges::any_of(links, [&](const HtmlLink& link) {
    const auto address = Iri::parse(link.href);
    if (!address || !HtmlLink::holds(link.rel, "me")) return false;
    const auto there = trimmed(address->text());
    return there == home.profile(actor.name).text() || there == actor.iri.text();
  });
}

Result<void> note_profile_page(WriteTxn& txn, Actor actor, const Iri& page, bool leads_back,
                               Time now) {
  if (!actor.local || actor.gone) return {};
  bool changed = false;
  for (auto& field : actor.fields) {
    if (profile_page_of(field) != page || leads_back == (field.verified.ms != 0)) continue;
    field.verified = leads_back ? now : Time{};
    changed = true;
  }
  return changed ? put_actor(txn, actor, now) : Result<void>();
}

}  // namespace hallway
