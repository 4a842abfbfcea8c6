#pragma once
// What search finds of posts and people, and who finds it. Of people elsewhere it finds what they
// let it find (FEP-5feb); somebody finds everything that they had part in, whoever wrote it.

#include <map>
#include <optional>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/search_document.h"

namespace hallway {

// Marks of people by what they do where they work (SearchQuery::marks).
std::string team_mark(std::string_view team);
std::string skill_mark(std::string_view skill);
std::string place_mark(std::string_view place);
std::string manager_mark(const Iri& manager);

// Nothing where there is nothing to be found: it is gone, or its owner does not want it.
std::optional<SearchDocument> searchable(const Post& post);
std::optional<SearchDocument> searchable(const Actor& actor);
// As it is stored now.
std::optional<SearchDocument> searchable(const ReadTxn& txn, const SearchDue& what);

// One person who searches. Remembers what it learned of authors: for one search.
class Finder {
 public:
  // All outlive this.
  Finder(const ReadTxn& txn, const Home& home, Id person);

  // Where policy lets it flow to the person, and its author lets it be found or the person had
  // part in it.
  [[nodiscard]] bool may_find_post(Id id);
  [[nodiscard]] bool may_find_post(const Post& post);
  [[nodiscard]] bool may_find_person(Id id);
  // Whether they wrote, got, liked, boosted, kept, answered it, or voted in it.
  [[nodiscard]] bool had_part_in(const Post& post) const;
  // From now on posts that the person had part in alone, or public ones alone.
  void only_own() { only_own_ = true; }
  void only_public() { only_public_ = true; }

 private:
  // What holds for all that somebody wrote.
  struct Author {
    bool kept_away = false;  // the person does not want them, or this node limits them
    bool consents = false;   // elsewhere: to being found by anybody
  };
  const Author& author(Id id);

  const ReadTxn& txn_;
  const Home& home_;
  const Id person_;
  Iri iri_;  // of the person
  bool only_own_ = false, only_public_ = false;
  std::map<Id, Author> authors_;
};

}  // namespace hallway
