#pragma once
// In which coding an answer is sent (RFC 9110 §8.4, §12.5.3): as it is, or compressed for who takes
// that. What the page is made of was compressed when it was built (server/page_files.h); this is
// for the answers that are made when somebody asks.
//
// Compressed beside what a stranger chose, a secret can be read off the length of an answer
// (BREACH). That takes a browser that asks on the stranger's behalf and adds who its owner is by
// itself. Here only pages know people by what a browser adds, a cookie: they are sent as they are
// to who has one, and so are all that hold a secret of their own (sign-in, setup, invitations),
// which say no-store. The APIs know people by a header that no other site can add.

#include <string_view>

#include "federation/http.h"
#include "server/answer.h"

namespace hallway {

// True if the list (the value of Accept-Encoding) takes `coding` no less gladly than the bytes as
// they are.
bool takes_coding(std::string_view accepted, std::string_view coding);

// True if the answer of this part of the node may go compressed to some who ask like this, and is
// long enough to gain by that. To be asked before tag_entity(), which may take the body.
bool is_compressible(Area area, const Request& request, const Response& response);

// Compresses such an answer where `request` takes it; says in any case that another may get it in
// another coding. Its entity tag then has a mark, since it is of other bytes (RFC 9110 §8.8.3.3).
void compress_for(const Request& request, Response& response);

// True if two entity tags are of the same answer, in whatever coding.
bool is_tag_of_same(std::string_view one, std::string_view other);

}  // namespace hallway
