#include "server/page.h"

#include "server/node.h"
#include "server/page_files.h"

namespace hallway {
namespace {

constexpr std::string_view kProgramPath = "app/client.json";
constexpr std::string_view kLedBackTo = "app/signed-in";
constexpr std::string_view kPageScopes = "read write follow push profile";

// Scripts, styles and data of this node alone; what others wrote can become text, never markup:
// the two named policies are Svelte's, for its own templates, and the reader of foreign HTML.
std::string policy_of(const Home& home) {
  const auto origin = home.base.origin();
  return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
         "manifest-src 'self'; img-src 'self' blob: data: " +
         origin + "; media-src 'self' blob: " + origin + "; connect-src 'self' " + origin + " ws" +
         origin.substr(4) +
         "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'; trusted-types svelte-trusted-html hallway-inert";
}

Response coded_answer(const PageFile& file, const Request& request) {
  auto coded = coded_for(file, request.headers.find("Accept-Encoding").value_or(""));
  auto response = text_answer(200, file.type, std::move(coded.body));
  if (!coded.coding.empty()) {
    response.headers.set("Content-Encoding", std::string(coded.coding));
  }
  response.headers.set("Vary", "Accept-Encoding");
  return response;
}

}  // namespace

std::string_view first_page() { return page_files().empty() ? "/me" : "/app"; }

Result<Response> show_page(Node& node, const Call& call) {
  const auto* const file = find_page_file("index.html");
  if (!file) return fail(Code::not_found, "this node was built without the page");
  auto response = coded_answer(*file, call.request);
  response.headers.set("Cache-Control", "no-cache");
  response.headers.set("Content-Security-Policy", policy_of(node.home()));
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("X-Frame-Options", "DENY");
  return response;
}

Result<Response> show_page_file(Node&, const Call& call) {
  const auto* const file = find_page_file("files/" + std::string(call["file"]));
  if (!file) return fail(Code::not_found, "the page has no such file");
  auto response = coded_answer(*file, call.request);
  // Its name tells what is in it.
  response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.set("Content-Security-Policy", "default-src 'none'");
  return response;
}

Result<Response> show_page_program(Node& node, const Call&) {
  const auto app = page_program(node.home());
  return json_answer({{"client_id", app.client_id},
                      {"client_name", app.name},
                      {"client_uri", app.website},
                      {"redirect_uris", app.redirect_uris},
                      {"scope", app.scopes},
                      {"grant_types", {"authorization_code"}},
                      {"token_endpoint_auth_method", "none"}});
}

App page_program(const Home& home) {
  return {.client_id = home.at(kProgramPath).text(),
          .name = "The page of " + home.name,
          .website = home.base.text(),
          .redirect_uris = {home.at(kLedBackTo).text()},
          .scopes = std::string(kPageScopes)};
}

bool is_page_program(const Home& home, std::string_view client_id) {
  return !page_files().empty() && client_id == home.at(kProgramPath).text();
}

}  // namespace hallway
