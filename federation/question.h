#pragma once
// Questions and their accepted answers: on the wire, and as somebody here accepts one. A question
// is a post with two terms that others may ignore; that an answer was accepted travels as an Update
// of the question, which its author alone can send.

#include "federation/act.h"

namespace hallway {

// Sets question and accepted_answer: hallwayQuestion, and acceptedAnswer of schema.org.
void read_question(const Json& object, Post& post);
void add_question(Json& object, const Post& post);

// Makes `answer` the accepted one of the nearest question of the actor's above it, instead of
// another; or takes that back. Everybody whom the question reached is told, and the author of the
// answer. Returns the question. Again is no error. Errors: not_found (the answer, for the actor),
// invalid (no question of the actor's is above it; fewer people may see it than the question).
Result<Post> accept_answer(Local& local, Id answer);
Result<Post> unaccept_answer(Local& local, Id answer);

// After what is accepted has changed from `before`, which may be empty: tells the author of the
// accepted answer, where they are here and are not told yet, and takes back what the author of the
// one before was told.
Result<void> tell_answerers(WriteTxn& txn, const Post& question, const Iri& before, Time now);

}  // namespace hallway
