#pragma once
// Content negotiation (RFC 9110 §12.5.1) between the two forms in which this node shows a thing: a
// page for people, an activity document for nodes.

#include <optional>
#include <string_view>

namespace hallway {

enum class Form {
  page,        // text/html
  activity,    // application/activity+json, or application/json where only that is asked for
  linked_data  // application/ld+json, where that is preferred
};

// What the Accept header asks for; `otherwise` where it is absent or does not tell (`*/*`). nullopt
// where it takes neither.
std::optional<Form> negotiate(std::optional<std::string_view> accept, Form otherwise);

// True for the content types of a POST to an inbox: activity+json, or ld+json with the
// ActivityStreams profile (ActivityPub §7).
bool is_activity_type(std::string_view content_type);

}  // namespace hallway
