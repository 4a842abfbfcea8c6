#pragma once
// Which program asks, and whether it has shown that it is it (RFC 6749 §2.3).

#include <optional>
#include <string>
#include <string_view>

#include "federation/http.h"
#include "server/params.h"
#include "storage/apps.h"

namespace hallway {

class Node;

// As an error of OAuth is answered (RFC 6749 §5.2): {"error": ..., "error_description": ...}.
struct OAuthError {
  std::string_view code;
  std::string description;
};
Response oauth_refusal(const OAuthError& error);

// True for the address of a client ID metadata document: https, with a path, without fragment.
bool is_document_address(std::string_view client_id);

// A program that registered here, or whose document is known or can be read (OAuth Client ID
// Metadata Document): read at most once a day, from hosts that this node may talk with. It may wait
// for the network: only on behalf of somebody who is signed in. Fails with not_found.
Result<App> find_client(Node& node, std::string_view client_id, std::string_view asker);

// A program at the token endpoint. `proven`: it has shown its secret.
struct Client {
  App app;
  bool proven = false;
};
// By HTTP Basic, or client_id and client_secret among the parameters. Nothing where it is unknown
// or its secret is wrong: invalid_client.
Result<std::optional<Client>> client_of(Node& node, const Request& request, const Params& params);

}  // namespace hallway
