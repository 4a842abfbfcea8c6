#include "server/page.h"

#include "server/node.h"
#include "server/page_files.h"
#include "server/site.h"

namespace hallway {
namespace {

constexpr std::string_view kProgramPath = "app/client.json";
constexpr std::string_view kLedBackTo = "app/signed-in";
constexpr std::string_view kWorkerPath = "sw.js";
constexpr std::string_view kPageScopes = "read write follow push profile admin:read admin:write";

// Scripts, styles and data of this node alone; what others wrote can become text, never markup:
// the named policies are Svelte's, for its own templates, the reader of foreign HTML, and the one
// that knows the address of the page's worker.
std::string policy_of(const Home& home) {
  const auto origin = home.base.origin();
  return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
         "manifest-src 'self'; img-src 'self' blob: data: " +
         origin + "; media-src 'self' blob: " + origin + "; connect-src 'self' " + origin + " ws" +
         origin.substr(4) +
         "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'; trusted-types svelte-trusted-html hallway-inert "
         "hallway-worker";
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

Json icons_json(const Site& site) {
  if (!site.logo_icon.empty()) {
    return {{{"src", site.logo_icon.text()}, {"sizes", "512x512"}, {"type", "image/png"}}};
  }
  return {{{"src", "/assets/icon.svg"}, {"sizes", "any"}, {"type", "image/svg+xml"}}};
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

Result<Response> show_page_worker(Node& node, const Call& call) {
  const auto* const file = find_page_file(kWorkerPath);
  if (!file) return fail(Code::not_found, "this node was built without the page");
  auto response = coded_answer(*file, call.request);
  response.headers.set("Cache-Control", "no-cache");
  response.headers.set("Service-Worker-Allowed", "/app");
  // What it asks for is the page's: of this node alone.
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; connect-src 'self' " + node.home().base.origin());
  return response;
}

Result<Response> show_page_manifest(Node& node, const Call&) {
  if (page_files().empty()) return fail(Code::not_found, "this node was built without the page");
  const auto site = site_of(node);
  const auto way = [](std::string_view name, std::string_view url) {
    return Json{{"name", name}, {"url", url}};
  };
  auto response = json_answer(
      {{"id", "/app"},
       {"name", site.name},
       {"short_name", site.name},
       {"start_url", "/app"},
       {"scope", "/app"},
       {"display", "standalone"},
       {"background_color", "#f5f4f0"},
       {"theme_color", "#1f6067"},
       {"icons", icons_json(site)},
       {"shortcuts",
        {way("Write", "/app/share"), way("Messages", "/app/messages"),
         way("Who knows?", "/app/who-knows")}},
       // Taken by the page's worker: what is shared never gets here.
       {"share_target",
        {{"action", "/app/share"},
         {"method", "POST"},
         {"enctype", "multipart/form-data"},
         {"params",
          {{"title", "title"},
           {"text", "text"},
           {"url", "url"},
           {"files", {{{"name", "files"}, {"accept", {"image/*", "video/*", "audio/*"}}}}}}}}}});
  response.headers.set("Content-Type", "application/manifest+json");
  response.headers.set("Cache-Control", "no-cache");
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
