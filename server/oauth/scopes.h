#pragma once
// What a token allows (RFC 6749 §3.3), in the words of the Mastodon API: "read" contains
// "read:statuses", "admin:read" contains "admin:read:reports", and the old "follow" contains
// follows, blocks and mutes. "activitypub:read:all" and "activitypub:write:all" are
// "read" and "write".

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

// Each scope that can be asked for, broad ones first.
std::span<const std::string_view> known_scopes();

// "read  write:statuses" → "read write:statuses", each once; separated by spaces or commas. Fails
// with invalid where one is not known, or there is none.
Result<std::string> parse_scopes(std::string_view text);
std::vector<std::string_view> split_scopes(std::string_view scopes);

// True if one of `granted` (separated by spaces) contains `wanted`.
bool has_scope(std::string_view granted, std::string_view wanted);
// True if `granted` contains each of `wanted`.
bool has_scopes(std::string_view granted, std::string_view wanted);

// What a program may do with it, for the person who is asked; the same for several that need no
// telling apart.
std::string_view words_of_scope(std::string_view scope);

}  // namespace hallway
