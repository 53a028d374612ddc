"""The Streamlit front end, installed as `qualkit_app`. It shows and asks; every decision is a call of qualkit."""
