#include "server/assets.h"

#include "federation/html.h"
#include "server/style.h"
#include "storage/values/crypto.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr std::string_view kSvgType = "image/svg+xml";

Response asset(std::string_view type, std::string body) {
  auto response = text_answer(200, type, std::move(body));
  response.headers.add("Cache-Control", "public, max-age=86400");
  // An image is no page, even when somebody opens it as one.
  response.headers.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  return response;
}

std::string first_letter(std::string_view name) {
  const size_t length = utf8_length(name);
  if (length == 0) return "?";
  std::string letter(name.substr(0, length));
  if (letter[0] >= 'a' && letter[0] <= 'z') letter[0] = static_cast<char>(letter[0] - 'a' + 'A');
  return letter;
}

}  // namespace

Result<Response> style_sheet(Node&, const Call&) {
  return asset("text/css; charset=utf-8", std::string(kStyle));
}

Result<Response> icon(Node&, const Call&) {
  return asset(kSvgType, R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)"
                         R"(<rect width="32" height="32" rx="7" fill="#2f5d62"/>)"
                         R"(<path d="M9 26V6h4v8h6V6h4v20h-4v-8h-6v8z" fill="#fff"/></svg>)");
}

Result<Response> drawn_face(Node&, const Call& call) {
  const auto name = call["name"];
  const auto digest = sha256(name);
  const int hue = (digest[0] * 256 + digest[1]) % 360;
  const auto colour = "hsl(" + std::to_string(hue) + ",38%,42%)";
  return asset(
      kSvgType,
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">)"
      R"(<rect width="96" height="96" fill=")" +
          colour +
          R"("/><text x="48" y="50" fill="#fff" font-family="sans-serif" font-size="46" )"
          R"(text-anchor="middle" dominant-baseline="central">)" +
          escape_html(first_letter(name)) + "</text></svg>");
}

Result<Response> drawn_header(Node&, const Call&) {
  return asset(
      kSvgType,
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1500 500" width="1500" height="500">)"
      R"(<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">)"
      R"(<stop offset="0" stop-color="#2f5d62"/><stop offset="1" stop-color="#a7c4bc"/>)"
      R"svg(</linearGradient></defs><rect width="1500" height="500" fill="url(#g)"/></svg>)svg");
}

}  // namespace hallway
