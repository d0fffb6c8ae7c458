package io.github.electra4j.documents.format;

import io.github.electra4j.documents.format.Document.Mark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF, page by page. */
final class Pdf implements FormatReader {
    @Override
    public Document read(Path file, byte[] bytes) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            if (!pdf.getCurrentAccessPermission().canExtractContent()) {
                throw new UnreadableException(file, "its owner does not allow its text to be taken out", null);
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            stripper.setPageEnd("");
            StringBuilder text = new StringBuilder();
            List<Mark> marks = new ArrayList<>();
            for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String some = stripper.getText(pdf).strip();
                if (!some.isEmpty()) {
                    text.append(text.isEmpty() ? "" : "\n\n");
                    marks.add(Mark.page(text.length(), page));
                    text.append(some);
                }
            }
            String title = pdf.getDocumentInformation().getTitle();
            return new Document(title == null || title.isBlank() ? null : title.strip(), text.toString(), marks);
        } catch (InvalidPasswordException e) {
            throw new UnreadableException(file, "has a password; store it without one", e);
        } catch (UnreadableException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableException(file, "is a damaged PDF: " + e.getMessage(), e);
        }
    }

    @Override
    public String emptiness() {
        return "has no text, perhaps only pictures of it; recognise the characters first, for example with ocrmypdf";
    }
}
