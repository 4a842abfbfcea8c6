#pragma once
// Where a program wants people to be led back to (RFC 6749 §3.1.2, RFC 8252 §7).

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

// Led back to nowhere: the code is shown, to be copied by hand.
inline constexpr std::string_view kOutOfBand = "urn:ietf:wg:oauth:2.0:oob";

// Fails with invalid, unless it is kOutOfBand, https, http of the same machine, or of a scheme of
// the program's own; without fragment.
Result<void> check_redirect_uri(std::string_view uri);

using Query = std::vector<std::pair<std::string_view, std::string>>;
// `query` added to it; values that are empty are left out.
std::string redirect_with(std::string_view uri, const Query& query);
// "a=1&b=2", encoded; values that are empty are left out.
std::string encode_query(const Query& query);

// The source by which a page's policy lets a form lead there (CSP form-action): an origin, or the
// scheme alone. Empty for kOutOfBand.
std::string form_source_of(std::string_view uri);

}  // namespace hallway
