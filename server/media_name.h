#pragma once
// What files of this node's people are called: HASH.EXT, by what is in them and what kind it is.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

class Body;

// What a file of that name is: by its end, where the rest is 64 hexadecimal digits. Empty for every
// other name, which could name another file.
std::string_view media_type_of_name(std::string_view name);
// "jpg"; empty for a kind that is not kept.
std::string_view extension_of(std::string_view media_type);
std::span<const std::string_view> kept_extensions();

// The digits of such a name.
std::string_view digest_in(std::string_view name);
// What they are of a file, or of what is read. Errors: unavailable.
Result<std::string> digest_of_file(const std::filesystem::path& path);
Result<std::string> digest_of(Body& body);

}  // namespace hallway
