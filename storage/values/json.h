#pragma once
// The one JSON door. Nothing else in Hallway parses or prints JSON, and nothing else calls the
// library's parse, value, get or dump: they throw on a wrong type or bad text, and deep nesting
// can end the process. Limits hold before a value is built.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

using Json = nlohmann::json;

struct JsonLimits {
  size_t bytes = 1024 * 1024;
  size_t depth = 64;
  size_t values = 100'000;   // members and elements altogether
  bool unique_keys = false;  // signed documents: a repeated key is an error
};

// Strict RFC 8259, UTF-8 only, no NUL or anything else after the value. Fails with too_large
// (bytes, depth, values) or invalid.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Compact; never fails: bytes that are not UTF-8 (they cannot come through the door) become U+FFFD.
std::string dump_json(const Json& value);
std::string dump_json_pretty(const Json& value);

// The text; null where it is empty, as the client API has it of what nobody said.
Json text_or_null(std::string_view text);

// RFC 8785 (JCS). Fails with invalid on numbers that I-JSON cannot carry.
Result<std::string> canonical_json(const Json& value);

// Typed reading. `find_*` returns nullptr / nullopt / {} when the member is absent, null or of
// another type; it never throws. `object` may be any value: a scalar simply has no members.
const Json* find_member(const Json& object, std::string_view key);
std::optional<std::string_view> find_string(const Json& object, std::string_view key);
std::optional<bool> find_bool(const Json& object, std::string_view key);    // also "true"/"false"
std::optional<int64_t> find_int(const Json& object, std::string_view key);  // integral and in range
std::optional<double> find_number(const Json& object, std::string_view key);
std::optional<Time> find_time(const Json& object, std::string_view key);
std::optional<std::string_view> as_string(const Json& value);
std::optional<double> as_number(const Json& value);

// The value as a list: an array's elements, a lone value as one element, absent or null as none.
// ActivityStreams senders mix these freely. Views into `object`.
std::vector<const Json*> list_of(const Json* value);
std::vector<const Json*> find_list(const Json& object, std::string_view key);

// The id that a property names: a string, or an object's "id" (or "href" of a Link). nullopt where
// it is none or not an http(s) IRI.
std::optional<Iri> iri_of(const Json& value);
std::optional<Iri> find_iri(const Json& object, std::string_view key);
std::vector<Iri> find_iris(const Json& object, std::string_view key);

}  // namespace hallway
