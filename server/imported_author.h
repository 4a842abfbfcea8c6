#pragma once
// For whom an import makes posts: the account of that name, or one that is made for the author and
// known again the next time. Nobody can sign in to such an account before an administrator hands
// out a link (hallway account link).

#include <optional>
#include <string>
#include <string_view>

#include "storage/actors.h"

namespace hallway {

class Node;

// A name that an account may have, for an author of any: itself where it can be one, else its words
// without accents, "Jürgen O'Neill" → "jurgen_o_neill"; "person" where nothing is left of it.
std::string account_name_for(std::string_view author);

struct Author {
  Actor actor;
  bool is_new = false;
};
// Within a write transaction. Where the name is taken by somebody else, a number makes another of
// it. Nothing where an account of that name was deleted here: they do not come back.
Result<std::optional<Author>> find_or_add_author(WriteTxn& txn, Node& node,
                                                 const std::string& author);

}  // namespace hallway
