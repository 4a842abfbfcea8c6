#pragma once
// What every method of the client API shares: who calls (bearer tokens and scopes) and how lists
// are paged. The API has the shape of Mastodon's; its words (status, account, reblog, favourite)
// live in server/api/.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/policy.h"
#include "federation/timeline.h"
#include "server/params.h"
#include "server/routes.h"
#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/tokens.h"

namespace hallway::api {

// Somebody with a valid token.
struct Caller {
  Account account;
  Actor actor;
  std::string scopes;

  [[nodiscard]] Destination destination() const { return Destination::to_person(actor.id); }
};

// Who calls, if their token has `scope` (server/oauth/scopes.h), or one of several separated by
// spaces. Errors: unauthenticated (no or unknown token, disabled account), forbidden (scope),
// invalid (a program's own token, that stands for nobody).
Result<Caller> caller_of(Node& node, const Request& request, std::string_view scope);

// The same for a secret that came in another way than the Authorization header.
Result<Caller> caller_with(Node& node, std::string_view secret, std::string_view scope);
// The secret in the Authorization header.
std::optional<std::string_view> bearer_of(const Request& request);

// For methods that answer anybody in part: nullopt without a token, or with a program's own. A
// wrong token is an error.
Result<std::optional<Caller>> caller_if_any(Node& node, const Request& request,
                                            std::string_view scope);
Destination destination_of(const std::optional<Caller>& caller);

// The token itself, of a person or of a program. Fails with unauthenticated.
Result<Token> token_of(Node& node, const Request& request);

// max_id, since_id, min_id, limit (20, at most `most`).
Window window_of(const Params& params, size_t most = 40);

// The Link header of a page of a list: absolute, `next` first. `first` and `last` are the ids of
// the page's ends; nothing is added to an empty page.
void add_links(Node& node, const Call& call, Response& response, Id first, Id last);

// Of a list that is known to end: what stands at the ends of a page (an id, or a name that needs no
// escapes), and whether anything comes after it. Empty of an empty page.
struct Ends {
  std::string first, last;
  bool more = false;
};
void add_links(Node& node, const Call& call, Response& response, const Ends& ends);

}  // namespace hallway::api
