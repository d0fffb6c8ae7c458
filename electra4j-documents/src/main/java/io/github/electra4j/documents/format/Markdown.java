package io.github.electra4j.documents.format;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** CommonMark: what a reader sees, without the signs. */
final class Markdown implements FormatReader {
    private static final Parser PARSER = Parser.builder().build();

    @Override
    public Document read(Path file, byte[] bytes) throws UnreadableException {
        TextGatherer gathered = new TextGatherer();
        String text = Utf8.decode(file, bytes);
        FrontMatter matter = FrontMatter.of(text);
        PARSER.parse(text.substring(matter.end())).accept(new Visitor(gathered));
        return gathered.document(matter.title());
    }

    private static final class Visitor extends AbstractVisitor {
        /** The beginning of what no reader sees; its name is the first group. */
        private static final Pattern SCRIPT = Pattern.compile("(?i)<(script|style)(?:\\s[^>]*)?>");

        private static final Pattern LINE_BREAK = Pattern.compile("(?i)<br(?:\\s[^>]*)?/?>");

        private final TextGatherer out;
        /** The tag that ends a script in a line, until which all is passed over; null for none. */
        private @Nullable Node scriptEnd;

        Visitor(TextGatherer out) {
            this.out = out;
        }

        @Override
        public void visit(Text text) {
            flowing(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            flowing(code.getLiteral());
        }

        private void flowing(String some) {
            if (scriptEnd == null) {
                out.flowing(some);
            }
        }

        @Override
        public void visit(SoftLineBreak line) {
            out.newWord();
        }

        @Override
        public void visit(HardLineBreak line) {
            out.newLine();
        }

        @Override
        public void visit(Heading heading) {
            out.openHeading(heading.getLevel());
            visitChildren(heading);
            out.closeHeading();
        }

        @Override
        public void visit(Paragraph paragraph) {
            // The items of a list are lines of one paragraph, but for what an item holds behind its first.
            boolean isLine = paragraph.getParent() instanceof ListItem;
            if (!isLine || paragraph.getPrevious() != null) {
                out.newParagraph();
            }
            visitChildren(paragraph);
            if (!isLine) {
                out.newParagraph();
            }
        }

        @Override
        public void visit(ListItem item) {
            out.newLine();
            visitChildren(item);
            out.newLine();
        }

        @Override
        public void visit(BlockQuote quote) {
            out.newParagraph();
            visitChildren(quote);
            out.newParagraph();
        }

        @Override
        public void visit(FencedCodeBlock code) {
            out.newParagraph();
            out.preformatted(code.getLiteral());
            out.newParagraph();
        }

        @Override
        public void visit(IndentedCodeBlock code) {
            out.newParagraph();
            out.preformatted(code.getLiteral());
            out.newParagraph();
        }

        @Override
        public void visit(HtmlBlock html) {
            out.newParagraph();
            Html.gather(Jsoup.parseBodyFragment(html.getLiteral()).body(), out);
            out.newParagraph();
        }

        @Override
        public void visit(HtmlInline html) {
            // A tag alone; what it encloses are nodes of their own.
            if (scriptEnd != null) {
                scriptEnd = html.equals(scriptEnd) ? null : scriptEnd;
                return;
            }
            Matcher script = SCRIPT.matcher(html.getLiteral());
            if (script.matches()) {
                scriptEnd = endOf(html, script.group(1));
            } else if (LINE_BREAK.matcher(html.getLiteral()).matches()) {
                out.newLine();
            }
        }

        /** The tag that ends an element; null where there is none, so that a stray tag takes no text along. */
        private static @Nullable Node endOf(HtmlInline begin, String name) {
            for (Node node = begin.getNext(); node != null; node = node.getNext()) {
                if (node instanceof HtmlInline tag
                        && tag.getLiteral().replaceAll("\\s", "").equalsIgnoreCase("</" + name + ">")) {
                    return node;
                }
            }
            return null;
        }
    }
}
