#pragma once
// One line of what `hallway import-posts` reads: what somebody wrote elsewhere, and when.
//   {"author": "Jane Doe", "date": "2019-03-25T19:59:20Z", "text": "...", "org": "Boilers"}
// Other members are passed over. Pure.

#include <string>

#include "federation/post.h"
#include "storage/values/crypto.h"
#include "storage/values/json.h"

namespace hallway {

struct ImportedPost {
  std::string author;  // as it is shown: 1 to 200 bytes
  std::string text;    // plain
  Time at;             // when it was written: not after `now`
};

// Fails with invalid, saying which member is wrong and how. A date without a time is its midnight
// in UTC.
Result<ImportedPost> read_imported(const Json& line, Time now);
// What read_imported reads the same from.
Json to_json(const ImportedPost& post);

// Known again by author, time and text: what else a line says may be another the next time.
Digest digest_of(const ImportedPost& post);

// What is published here for it: public, without mentions. What is too long for a post is an
// article, its first line the title.
NewPost new_post(const ImportedPost& post, const Iri& tags);

}  // namespace hallway
