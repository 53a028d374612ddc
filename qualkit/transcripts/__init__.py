"""LOAD: transcripts of any format as turns keyed to informants, and the tables that say who is who."""

from qualkit.transcripts.documents import DocumentEntry, read_documents
from qualkit.transcripts.keying import unknown_speakers
from qualkit.transcripts.load import Transcripts, load_transcripts
from qualkit.transcripts.register import read_informants

__all__ = ["DocumentEntry", "Transcripts", "load_transcripts", "read_documents", "read_informants", "unknown_speakers"]
