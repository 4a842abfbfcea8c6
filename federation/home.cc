#include "federation/home.h"

#include <cassert>

namespace hallway {

Result<Home> Home::of(std::string_view domain, bool https, Mode mode) {
  Home home;
  home.domain = TRY(Domain::parse(domain));
  home.base = TRY(Iri::parse((https ? "https://" : "http://") + home.domain.text() + "/"));
  home.mode = mode;
  home.name = home.domain.text();
  return home;
}

Iri Home::at(std::string_view path) const {
  auto iri = Iri::parse(base.text() + std::string(path));
  assert(iri.ok());  // paths of ours are made of names and numbers
  return std::move(iri).value_or(base);
}

Iri Home::thing(std::string_view actor_name, std::string_view type, Id id) const {
  return at("users/" + std::string(actor_name) + "/" + std::string(type) + "/" + to_string(id));
}

Iri Home::page(std::string_view actor_name, Id post) const {
  return at("@" + std::string(actor_name) + "/" + to_string(post));
}

bool is_public_collection(std::string_view iri) {
  return iri == kPublic || iri == "as:Public" || iri == "Public";
}

}  // namespace hallway
