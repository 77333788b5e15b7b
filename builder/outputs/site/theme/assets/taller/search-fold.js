// How words are compared and hits are ordered; it stands at the end of the theme's search worker.
(function () {
  var SHORT = 3; // shorter words count only when they are the same, not as the beginning of others

  // The same for singular and plural, with and without accents: empresas, batteries, companies, acciones, businesses.
  function fold(word) {
    word = word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    return word.replace(/^(.{3,}?)[esiy]+$/, "$1");
  }
  // luz and luces, vez and veces: both are kept in the index under both.
  function foldToken(token) {
    var word = token.toString().toLowerCase(), folded = token.update(fold);
    var twin = /ces$/.test(word) ? "z" : /z$/.test(word) ? "c" : "";
    return twin ? [folded, folded.clone(function (text) { return text.slice(0, -1) + twin; })] : folded;
  }
  lunr.Pipeline.registerFunction(foldToken, "tallerFold");
  var ref = lunr.Builder.prototype.ref;
  lunr.Builder.prototype.ref = function (name) {
    this.pipeline.add(foldToken);
    return ref.call(this, name);
  };
  var Parser = lunr.QueryParser;
  lunr.QueryParser = function (text, query) {
    return new Parser(text.replace(/[^\s*+\-:^~]+/g, fold), query);
  };
  lunr.QueryParser.prototype = Parser.prototype;
  Object.keys(Parser).forEach(function (name) { lunr.QueryParser[name] = Parser[name]; });

  function asked(index, text) {
    var query = new lunr.Query(index.fields);
    new lunr.QueryParser(text, query).parse();
    return query.clauses.filter(function (clause) { return clause.presence !== lunr.Query.presence.PROHIBITED; })
      .map(function (clause) { return { text: clause.term.replace(/\*/g, ""), near: clause.editDistance > 0 }; });
  }
  // How well a word fits one of the index: not at all, as its beginning, as the whole.
  function fit(word, term) {
    if (term === word.text) return 1;
    if (word.near) return 0.4;
    return word.text.length >= SHORT && term.indexOf(word.text) >= 0 ? 0.4 : 0;
  }
  // What a hit is worth: in a page's title, in that of a part of it, in the text.
  function worth(isPage, field) { return field === "text" ? 1 : isPage ? 400 : 20; }

  // For each word its best place on the page, and how often it stands there.
  function weigh(page, hit, words) {
    var isPage = hit.ref.indexOf("#") < 0, metadata = hit.matchData.metadata, own = 0, matched = {};
    Object.keys(metadata).forEach(function (term) {
      words.forEach(function (word, order) {
        var fits = fit(word, term);
        if (fits) Object.keys(metadata[term]).forEach(function (field) {
          var value = fits * worth(isPage, field) * (word.text.length < SHORT ? 0.01 : 1);
          page.best[order] = Math.max(page.best[order] || 0, value);
          page.times += fits * metadata[term][field].position.length;
          own += value;
          matched[order] = true;
        });
      });
    });
    page.hits.push({ hit: hit, isPage: isPage, own: own, share: Object.keys(matched).length / words.length });
  }
  // The theme multiplies by this: it would bring forward what stands above the first heading.
  function theirs(one) { return 1 + Math.pow((one.isPage ? 1 : 0) + one.share, 2); }

  // Pages that have all the words, wherever on the page: those with them in their title first.
  var search = lunr.Index.prototype.search;
  lunr.Index.prototype.search = function (text) {
    var words = asked(this, text), pages = {}, found = [];
    search.call(this, text).forEach(function (hit) {
      var name = hit.ref.split("#")[0];
      weigh(pages[name] = pages[name] || { best: [], times: 0, hits: [] }, hit, words);
    });
    Object.keys(pages).forEach(function (name) {
      var page = pages[name], sum = 0;
      for (var order = 0; order < words.length; order++) {
        if (!page.best[order]) return;
        sum += page.best[order];
      }
      sum += 0.9 * page.times / (page.times + 10);
      page.hits.sort(function (one, other) { return other.isPage - one.isPage || other.own - one.own; });
      page.hits.forEach(function (one, order) {
        if (!one.own) return;
        one.hit.score = (order ? sum * 0.5 * one.own / (one.own + 20) : sum) / theirs(one);
        found.push(one.hit);
      });
    });
    return found;
  };
})();
