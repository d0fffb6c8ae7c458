package io.github.electra4j.documents.format;

import io.github.electra4j.text.CompressedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jsoup.select.NodeFilter;

/** HTML: the text of the body, without scripts and the links that lead about a site. */
final class Html implements FormatReader {
    private static final Set<String> PASSED_OVER =
            Set.of("head", "script", "style", "noscript", "template", "svg", "nav", "iframe", "object", "select");

    @Override
    public Document read(Path file, byte[] bytes) throws IOException {
        // The encoding is that of a byte-order mark, an XML declaration or a meta element, else UTF-8.
        var page = Jsoup.parse(new ByteArrayInputStream(bytes), null, "", parserOf(file));
        TextGatherer gathered = new TextGatherer();
        gather(page, gathered);
        return gathered.document(page.title());
    }

    /** XHTML as well as HTML, each by its own rules. */
    private static Parser parserOf(Path file) {
        String name = CompressedFile.nameWithoutCompression(file).toLowerCase(Locale.ROOT);
        // As HTML, <script/> and <title/> would hold all that follows.
        return name.endsWith(".xhtml") ? Parser.xmlParser() : Parser.htmlParser();
    }

    /** Adds what is read of a tree. */
    static void gather(Element tree, TextGatherer out) {
        tree.filter(new Filter(out));
    }

    /** Whether no reader sees an element: by what it is, or since it says so itself; stylesheets are not looked at. */
    static boolean isUnseen(Element element) {
        return PASSED_OVER.contains(element.normalName())
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").strip().equalsIgnoreCase("true")
                || hides(element.attr("style"));
    }

    /** Of a style's declarations of one property the last holds (CSS Cascading and Inheritance Level 4, section 6.1). */
    private static boolean hides(String style) {
        Map<String, String> declared = new HashMap<>();
        for (String declaration : style.toLowerCase(Locale.ROOT).split(";", -1)) {
            int colon = declaration.indexOf(':');
            if (colon >= 0) {
                String value = declaration.substring(colon + 1).replaceFirst("!\\s*important", "");
                declared.put(declaration.substring(0, colon).strip(), value.strip());
            }
        }
        return "none".equals(declared.get("display")) || "hidden".equals(declared.get("visibility"));
    }

    private static final class Filter implements NodeFilter {
        private final TextGatherer out;
        /** How many {@code pre} are open. */
        private int preformatted;

        Filter(TextGatherer out) {
            this.out = out;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode text) {
                if (preformatted > 0) {
                    out.preformatted(text.getWholeText());
                } else {
                    out.flowing(text.getWholeText());
                }
                return FilterResult.CONTINUE;
            }
            if (!(node instanceof Element element)) {
                return FilterResult.CONTINUE;
            }
            String name = element.normalName();
            if (isUnseen(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            preformatted += name.equals("pre") ? 1 : 0;
            if (isHeading(name)) {
                out.openHeading(name.charAt(1) - '0');
            } else if (name.equals("br")) {
                out.newLine();
            } else {
                edge(name);
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                preformatted -= element.normalName().equals("pre") ? 1 : 0;
                if (isHeading(element.normalName())) {
                    out.closeHeading();
                } else {
                    edge(element.normalName());
                }
            }
            return FilterResult.CONTINUE;
        }

        private void edge(String name) {
            switch (name) {
                case "td", "th" -> out.newWord();
                case "li", "tr", "dt", "dd", "option" -> out.newLine();
                default -> {
                    // Of XHTML the elements themselves do not know it.
                    if (Tag.valueOf(name).isBlock()) {
                        out.newParagraph();
                    }
                }
            }
        }

        private static boolean isHeading(String name) {
            return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
        }
    }
}
