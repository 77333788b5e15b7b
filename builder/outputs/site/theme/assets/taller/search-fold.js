// Words are compared without accents and without a final s or es, in the index and in what is typed.
(function () {
  function fold(word) {
    word = word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    return word.length > 4 ? word.replace(/([^aeiou])es$/, "$1").replace(/s$/, "") : word;
  }
  function foldToken(token) { return token.update(fold); }
  lunr.Pipeline.registerFunction(foldToken, "tallerFold");
  var ref = lunr.Builder.prototype.ref;
  lunr.Builder.prototype.ref = function (name) {
    this.pipeline.add(foldToken);
    return ref.call(this, name);
  };
  var Parser = lunr.QueryParser;
  lunr.QueryParser = function (text, query) {
    var parser = new Parser(text.replace(/[^\s*+\-:^~]+/g, fold), query);
    return parser;
  };
  lunr.QueryParser.prototype = Parser.prototype;
  Object.keys(Parser).forEach(function (name) { lunr.QueryParser[name] = Parser[name]; });
})();
