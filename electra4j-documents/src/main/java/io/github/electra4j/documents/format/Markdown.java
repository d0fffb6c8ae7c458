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
import org.jsoup.nodes.Element;
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
        private static final Pattern LINE_BREAK = Pattern.compile("(?i)<br(?:\\s[^>]*)?/?>");

        private final TextGatherer out;

        Visitor(TextGatherer out) {
            this.out = out;
        }

        /** Passes over what stands in an HTML element that no reader sees. */
        @Override
        protected void visitChildren(Node parent) {
            Node node = parent.getFirstChild();
            while (node != null) {
                Node end = endOfUnseen(node);
                if (end == null) {
                    node.accept(this);
                    node = node.getNext();
                } else {
                    node = end;
                }
            }
        }

        @Override
        public void visit(Text text) {
            out.flowing(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            out.flowing(code.getLiteral());
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
            if (LINE_BREAK.matcher(html.getLiteral()).matches()) {
                out.newLine();
            }
        }

        /**
         * The node with the end tag of an element that a node leaves open and that no reader sees; null where it leaves none open, or where there is
         * no end, so that a stray tag takes no text along.
         */
        private static @Nullable Node endOfUnseen(Node begin) {
            String html = literal(begin);
            Element element =
                    html == null ? null : Jsoup.parseBodyFragment(html).body().firstElementChild();
            if (element == null || !Html.isUnseen(element)) {
                return null;
            }
            int open = opened(begin, element.normalName());
            Node end = begin;
            while (open > 0 && end != null) {
                end = end.getNext();
                open += end == null ? 0 : opened(end, element.normalName());
            }
            return end == begin ? null : end;
        }

        /** Tags of a name that a node opens, less those that it closes. */
        private static int opened(Node node, String name) {
            String html = literal(node);
            int open = 0;
            if (html != null) {
                Matcher tag = Pattern.compile("(?i)<(/?)" + Pattern.quote(name) + "(?=[\\s/>])")
                        .matcher(html);
                while (tag.find()) {
                    open += tag.group(1).isEmpty() ? 1 : -1;
                }
            }
            return open;
        }

        private static @Nullable String literal(Node node) {
            if (node instanceof HtmlInline tag) {
                return tag.getLiteral();
            }
            return node instanceof HtmlBlock block ? block.getLiteral() : null;
        }
    }
}
