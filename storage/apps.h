#pragma once
// The programs by which people use their account here: OAuth clients (RFC 6749 §2). They register
// themselves, or are known by the address of a document of theirs.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/crypto.h"
#include "storage/values/time.h"

namespace hallway {

struct App {
  std::string client_id;         // made here, or the address of its metadata document
  std::optional<Digest> secret;  // SHA-256; none: whoever runs it cannot keep one
  std::string name;
  std::string website;  // may be empty
  std::vector<std::string> redirect_uris;
  std::string scopes;  // that it may ask for, separated by spaces
  Time created;
  Time used;     // when it was last given a token; 0: never
  Time fetched;  // when its metadata document was read; 0: it registered here
};

std::optional<App> find_app(const ReadTxn& txn, std::string_view client_id);
// New or replaced.
Result<void> put_app(WriteTxn& txn, const App& app);
// With all its tokens. Nothing happens where there is none.
Result<void> erase_app(WriteTxn& txn, std::string_view client_id);
// How many were made before `before` and have never been given a token.
size_t count_unused_apps(const ReadTxn& txn, Time before);
// Forgets those; returns how many.
Result<size_t> erase_unused_apps(WriteTxn& txn, Time before);

}  // namespace hallway
