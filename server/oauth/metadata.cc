#include "server/oauth/metadata.h"

#include "server/node.h"
#include "server/oauth/scopes.h"

namespace hallway {
namespace {

Json scopes_json() {
  Json scopes = Json::array();
  for (const auto one : known_scopes()) scopes.push_back(one);
  return scopes;
}

Response lasting(const Json& body) {
  auto response = json_answer(body);
  response.headers.set("Cache-Control", "public, max-age=3600");
  return response;
}

}  // namespace

std::string issuer_of(const Home& home) { return home.base.origin(); }

Result<Response> authorization_server(Node& node, const Call&) {
  const auto& home = node.home();
  const auto at = [&](std::string_view path) { return home.at(path).text(); };
  return lasting(
      {{"issuer", issuer_of(home)},
       {"authorization_endpoint", at("oauth/authorize")},
       {"token_endpoint", at("oauth/token")},
       {"revocation_endpoint", at("oauth/revoke")},
       {"userinfo_endpoint", at("oauth/userinfo")},
       {"app_registration_endpoint", at("api/v1/apps")},
       {"scopes_supported", scopes_json()},
       {"response_types_supported", {"code"}},
       {"response_modes_supported", {"query"}},
       {"grant_types_supported", {"authorization_code", "client_credentials", "refresh_token"}},
       {"token_endpoint_auth_methods_supported",
        {"client_secret_basic", "client_secret_post", "none"}},
       {"code_challenge_methods_supported", {"S256"}},
       {"authorization_response_iss_parameter_supported", true},
       {"client_id_metadata_document_supported", true}});
}

Result<Response> protected_resource(Node& node, const Call&) {
  const auto issuer = issuer_of(node.home());
  return lasting({{"resource", issuer},
                  {"authorization_servers", {issuer}},
                  {"scopes_supported", scopes_json()},
                  {"bearer_methods_supported", {"header"}},
                  {"resource_name", node.config().node.name}});
}

}  // namespace hallway
