#pragma once
// Pages to which people lead from their profile: a field whose value is an address. Where such a
// page leads back to the profile by a link with rel="me", the field is shown as verified. Looked at
// for people of this node whenever their profile changes, later and by whoever works off fetches;
// only on hosts that this node talks with.

#include <optional>
#include <string>
#include <string_view>

#include "federation/home.h"
#include "storage/actors.h"

namespace hallway {

inline constexpr size_t kMostProfilePage = 1024 * 1024;  // bytes of a page that are read

std::optional<Iri> profile_page_of(const Field& field);
// Its value as it may be shown: of an address, a link with rel="me"; else sanitized.
std::string field_html(const Field& field);

// `fresh`, with what is known of pages that `old` led to already.
std::vector<Field> with_known_pages(std::vector<Field> fresh, const std::vector<Field>& old);
// A row of work for each of their pages.
Result<void> ask_for_profile_pages(WriteTxn& txn, const Actor& actor, Time now);

// Does the page at hand lead back to the profile of `actor`, who lives here?
bool leads_back(std::string_view html, const Home& home, const Actor& actor);
// What was found at `page`, for each field that leads there.
Result<void> note_profile_page(WriteTxn& txn, Actor actor, const Iri& page, bool leads_back,
                               Time now);

}  // namespace hallway
