#pragma once
// What the pages by which people come in share: a form that no cache keeps, its fields, links that
// work once, and the way in.

#include "federation/http.h"
#include "server/html_page.h"
#include "server/params.h"
#include "storage/accounts.h"
#include "storage/tokens.h"

namespace hallway {

Response form_page(const Node& node, const std::string& title, Html& html, int status = 200);

// What was wrong with what was sent; nothing where nothing was.
void write_wrong(Html& html, const std::string& wrong);

struct FormField {
  const char* name;
  const char* type;
  const char* label;
  const char* hint;
  const char* autocomplete;
};
void write_field(Html& html, const FormField& field, std::string_view value = {});

// The token behind a link that is still good, without using it up. Fails with not_found.
Result<Token> look_at_link(const ReadTxn& txn, std::string_view secret, TokenKind kind, Time now);
// For who follows one that is not; `fix` says where another comes from.
Response stale_link(const Node& node, const char* fix);

// Opens a session and leads to one's own page, or on to `next` where that is a page of is_way_on.
// Who has a second factor is asked for it first (server/second_factor_page.h).
Result<Response> let_in(Node& node, Id account, const std::string& next = {});
// The same without asking.
Result<Response> let_in_at_last(Node& node, Id account, const std::string& next);
// The page that asks for a code; `half_in` as open_half_in gave it.
Response code_page(const Node& node, const std::string& half_in, const std::string& next,
                   const std::string& wrong, int status);

}  // namespace hallway
