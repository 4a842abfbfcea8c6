#include "server/answer.h"

#include "server/body.h"
#include "server/coding.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr size_t kTagBytes = 15;  // of SHA-256: 20 characters

std::string_view sentence_for(const Error& error, Area area) {
  switch (error.code) {
    case Code::not_found: return "not found";
    case Code::gone: return "gone";
    case Code::corrupt:
    case Code::internal: return "something went wrong here";
    case Code::unavailable:
      // Why their host could not be asked tells what its name means inside (attack 24).
      if (area == Area::federation || area == Area::social) return "not possible now";
      break;
    case Code::invalid:
    case Code::unauthenticated:
    case Code::forbidden:
    case Code::conflict:
    case Code::too_large:
    case Code::limited:
    case Code::full: break;
  }
  return error.what;
}

// RFC 9110 §8.8.3.2, as If-None-Match compares: weakly.
bool names_tag(std::string_view list, std::string_view tag) {
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(',', at), list.size());
    auto one = list.substr(at, end - at);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || is_tag_of_same(one, tag)) return true;
    at = end + 1;
  }
  return false;
}

// RFC 9110 §15, of those that stand for an error here.
std::string_view reason_of(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 406: return "Not Acceptable";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Internal Server Error";
  }
}

}  // namespace

std::string_view name_of(Area area) {
  switch (area) {
    case Area::health: return "health";
    case Area::federation: return "federation";
    case Area::discovery: return "discovery";
    case Area::api: return "api";
    case Area::social: return "social";
    case Area::page: return "page";
  }
  return "";
}

int status_of(Code code, Area area) {
  switch (code) {
    case Code::invalid: return area == Area::api ? 422 : 400;
    case Code::unauthenticated: return 401;
    case Code::forbidden: return 403;
    case Code::not_found: return 404;
    case Code::gone: return 410;
    case Code::conflict: return 409;
    case Code::too_large: return 413;
    case Code::limited: return 429;
    case Code::full: return 507;  // RFC 4918 §11.5
    case Code::unavailable: return 503;
    case Code::corrupt:
    case Code::internal: break;
  }
  return 500;
}

Response text_answer(int status, std::string_view content_type, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.headers.add("Content-Type", std::string(content_type));
  return response;
}

Response json_answer(const Json& body, std::string_view content_type) {
  return text_answer(200, content_type, dump_json(body));
}

Response redirect(int status, std::string_view to) {
  Response response{.status = status};
  response.headers.add("Location", std::string(to));
  return response;
}

Response refusal(int status, std::string_view why) {
  return text_answer(status, kJsonType, dump_json(Json{{"error", why}}));
}

Response problem(int status, std::string_view detail) {
  return text_answer(status, kProblemType,
                     dump_json(Json{{"type", "about:blank"},
                                    {"title", reason_of(status)},
                                    {"status", status},
                                    {"detail", detail},
                                    {"error", detail}}));
}

Response error_answer(const Error& error, Area area) {
  const bool in_detail = area == Area::federation || area == Area::social;
  const auto say = in_detail ? problem : refusal;
  auto response = say(status_of(error.code, area), sentence_for(error, area));
  if (error.retryable()) response.headers.add("Retry-After", "30");
  if (error.code == Code::unauthenticated) {
    const bool by_token = area == Area::api || area == Area::social;
    response.headers.add("WWW-Authenticate", by_token ? "Bearer" : "Signature");
  }
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::string tag_of(std::string_view body) {
  const auto digest = sha256(body);
  return "\"" + base64url(as_bytes_view(digest).substr(0, kTagBytes)) + "\"";
}

void tag_entity(const Request& request, Response& response) {
  if (response.stream) return;  // never the same
  const bool given = response.status == 200 || response.status == 206;
  if (!given || (request.method != "GET" && request.method != "HEAD")) return;
  if (!response.headers.find("ETag")) response.headers.set("ETag", tag_of(response.body));
  const std::string tag(*response.headers.find("ETag"));
  const auto known = request.headers.find("If-None-Match");
  if (!known || !names_tag(*known, tag)) return;
  response.status = 304;
  response.body.clear();
  response.source.reset();
  response.headers.erase("Content-Type");
  response.headers.erase("Content-Range");
}

bool is_as_asked(const Request& request, std::string_view body) {
  const auto wanted = request.headers.find("If-Match");
  if (!wanted) return true;
  const bool weak = wanted->find("W/") != std::string_view::npos;  // RFC 9110 §13.1.1: strongly
  return !weak && names_tag(*wanted, tag_of(body));
}

}  // namespace hallway
