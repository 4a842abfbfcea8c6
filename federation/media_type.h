#pragma once
// The two media types under which ActivityPub objects travel (ActivityPub §3.2). Pure.

#include <string_view>

namespace hallway {

// True for application/activity+json, and application/ld+json whose profile names ActivityStreams;
// other parameters do not matter.
bool is_activity_json(std::string_view content_type);

}  // namespace hallway
