#pragma once
// Answers over HTTP: the one place where an Error becomes a status, and where bodies get their
// content types, entity tags and safe headers.

#include <string>
#include <string_view>

#include "federation/http.h"
#include "storage/values/json.h"
#include "storage/values/result.h"

namespace hallway {

// Parts of the node that answer in their own way.
enum class Area {
  health,
  federation,  // objects, actors, inboxes
  discovery,   // WebFinger, host-meta, NodeInfo
  api,         // the client API
  social,      // ActivityPub for people's programs (server/social/)
  page,        // for people
};
std::string_view name_of(Area area);

inline constexpr std::string_view kJsonType = "application/json; charset=utf-8";
inline constexpr std::string_view kActivityType = "application/activity+json; charset=utf-8";
inline constexpr std::string_view kLinkedDataType =
    "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
inline constexpr std::string_view kHtmlType = "text/html; charset=utf-8";

// The HTTP status an error is answered with. The client API calls invalid input 422, all else 400.
int status_of(Code code, Area area);

Response json_answer(const Json& body, std::string_view content_type = kJsonType);
Response text_answer(int status, std::string_view content_type, std::string body);
Response redirect(int status, std::string_view to);
// Problem details (RFC 9457), which other nodes and people's programs get.
inline constexpr std::string_view kProblemType = "application/problem+json; charset=utf-8";

// {"error": "..."} with an explicit status, where none of the codes says it (406, 415).
Response refusal(int status, std::string_view why);
// The same as problem details; with `error` for those who look for that.
Response problem(int status, std::string_view detail);
// What people cannot see looks exactly like what does not exist: not_found, gone, our own failures
// and, but for the client API and pages, unavailable get constant sentences, never Error::what.
// Says Retry-After and WWW-Authenticate.
Response error_answer(const Error& error, Area area);

// A strong entity tag, made of the bytes.
std::string tag_of(std::string_view body);
// Adds it where there is none yet, and turns the answer into 304 where the request has the same
// already (RFC 9110 §13). Only for successful GET and HEAD.
void tag_entity(const Request& request, Response& response);

// Whether what would be answered with `body` is what the request wants to change: it has the entity
// tag that If-Match names, where there is such a header (RFC 9110 §13.1.1).
bool is_as_asked(const Request& request, std::string_view body);

}  // namespace hallway
