#pragma once
// RFC 6415 host-meta: XRD by libxml2 (no entities, no network, bounded), and its JSON twin. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

std::string host_meta_xrd(const Iri& base);
Json host_meta_json(const Iri& base);

// The lrdd template ("https://.../.well-known/webfinger?resource={uri}") of somebody's host-meta.
// Documents with a DTD, over 64 KB, or that are not well-formed: invalid.
Result<std::string> parse_lrdd_template(std::string_view xml);

}  // namespace hallway
