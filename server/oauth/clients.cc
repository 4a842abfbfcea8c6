#include "server/oauth/clients.h"

#include "federation/plain_text.h"
#include "server/answer.h"
#include "server/node.h"
#include "server/oauth/redirect_uri.h"
#include "server/oauth/scopes.h"
#include "server/page.h"

namespace hallway {
namespace {

constexpr Duration kDocumentGood = days(1), kDocumentKept = days(30);
constexpr size_t kLongestName = 200, kMostRedirects = 20;
constexpr RateLimits::Rule kReadings{30, hours(1)};
constexpr std::string_view kDefaultScopes = "read write follow push profile offline_access";

Error wrong_document(std::string_view client_id, const std::string& why) {
  return fail(Code::not_found, std::string(client_id) + " does not describe a program: " + why);
}

Result<std::vector<std::string>> redirects_in(const Json& document, std::string_view client_id) {
  std::vector<std::string> uris;
  for (const auto* one : find_list(document, "redirect_uris")) {
    const auto uri = as_string(*one).value_or("");
    if (const auto good = check_redirect_uri(uri); !good.ok()) {
      return wrong_document(client_id, good.error().what);
    }
    uris.emplace_back(uri);
  }
  if (uris.empty()) return wrong_document(client_id, "it has no redirect_uris");
  if (uris.size() > kMostRedirects) return wrong_document(client_id, "it has too many");
  return uris;
}

Result<App> app_in(const Json& document, std::string_view client_id) {
  if (find_string(document, "client_id").value_or("") != client_id) {
    return wrong_document(client_id, "its client_id is another");
  }
  // Whoever can read the document could read a secret in it.
  const auto method = find_string(document, "token_endpoint_auth_method").value_or("none");
  if (method != "none" || find_member(document, "client_secret")) {
    return wrong_document(client_id, "its token_endpoint_auth_method is not none");
  }
  const auto name = clean_text(find_string(document, "client_name").value_or(client_id));
  App app{.client_id = std::string(client_id),
          .name = std::string(utf8_prefix(name, kLongestName))};
  const auto website = find_iri(document, "client_uri");
  if (website) app.website = website->text();
  app.redirect_uris = TRY(redirects_in(document, client_id));
  const auto scopes = parse_scopes(find_string(document, "scope").value_or(""));
  app.scopes = scopes.ok() ? *scopes : std::string(kDefaultScopes);
  return app;
}

Result<App> read_document(Node& node, std::string_view client_id) {
  const auto url = TRY(Iri::parse(client_id));
  const auto answer = node.fetcher().fetch_plain(url, "application/json");
  if (!answer.ok()) return wrong_document(client_id, answer.error().what);
  const auto document = parse_json(answer->body);
  if (!document.ok()) return wrong_document(client_id, document.error().what);
  return app_in(*document, client_id);
}

// What was known of it stays: when it was made and used.
Result<App> keep(Node& node, App app) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<App> {
    auto kept = app;
    const auto known = find_app(txn, app.client_id);
    kept.created = known ? known->created : node.now();
    kept.used = known ? known->used : Time();
    kept.fetched = node.now();
    TRY(put_app(txn, kept));
    return kept;
  });
}

// "Basic base64(id:secret)", both form-encoded (RFC 6749 §2.3.1).
std::optional<std::pair<std::string, std::string>> basic_of(const Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || header->size() < 7 || !equal_ignoring_case(header->substr(0, 6), "Basic ")) {
    return std::nullopt;
  }
  const auto pair = parse_base64(header->substr(6));
  if (!pair.ok()) return std::nullopt;
  const size_t colon = pair->find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto id = percent_decode(pair->substr(0, colon));
  const auto secret = percent_decode(pair->substr(colon + 1));
  if (!id.ok() || !secret.ok()) return std::nullopt;
  return std::pair(*id, *secret);
}

}  // namespace

Response oauth_refusal(const OAuthError& error) {
  auto response = json_answer({{"error", error.code}, {"error_description", error.description}});
  response.status = error.code == "invalid_client" ? 401 : 400;
  if (response.status == 401) response.headers.set("WWW-Authenticate", "Basic realm=\"oauth\"");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

bool is_document_address(std::string_view client_id) {
  if (!client_id.starts_with("https://") && !client_id.starts_with("http://")) return false;
  const auto url = Iri::parse(client_id);
  return url.ok() && url->path().size() > 1 && url->fragment().empty() &&
         client_id.find("/.") == std::string_view::npos;
}

Result<App> find_client(Node& node, std::string_view client_id, std::string_view asker) {
  auto known = find_app(TRY(node.read()), client_id);
  const bool document = is_document_address(client_id);
  if (known && (!document || node.now() - known->fetched < kDocumentGood)) return *known;
  if (!document) return fail(Code::not_found, "no program is known by this client_id");
  if (is_page_program(node.home(), client_id)) return keep(node, page_program(node.home()));
  TRY(node.rate_limits().admit("client document\n" + std::string(asker), kReadings, node.now()));
  auto read = read_document(node, client_id);
  if (read.ok()) return keep(node, *std::move(read));
  if (known && node.now() - known->fetched < kDocumentKept) return *known;
  return read.error();
}

Result<std::optional<Client>> client_of(Node& node, const Request& request, const Params& params) {
  const auto basic = basic_of(request);
  const auto id = basic ? basic->first : params.text("client_id");
  const auto secret = basic ? basic->second : params.text("client_secret");
  auto app = find_app(TRY(node.read()), id);
  if (!app) return std::optional<Client>();
  if (secret.empty()) return std::optional(Client{std::move(*app), /*proven=*/false});
  if (!app->secret ||
      !equal_constant_time(as_bytes_view(*app->secret), as_bytes_view(sha256(secret)))) {
    return std::optional<Client>();
  }
  return std::optional(Client{std::move(*app), /*proven=*/true});
}

}  // namespace hallway
